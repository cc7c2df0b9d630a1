import { dateWordsIn } from '../platform/db/date-words.ts';
import { regularFormOf } from './irregular-forms.ts';

/** Characters of which the words are read in some milliseconds: others have their turn then. */
export const turnCharacters = 5_000;

/** The sentences of a text, as the language has them. */
export function sentencesOf(text: string, language: string): string[] {
  const sentences: string[] = [];
  let last = '';
  for (const { segment } of new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text)) {
    if (goesOn(last, segment, language)) sentences.push(`${sentences.pop() ?? ''}${segment}`);
    else sentences.push(segment);
    last = segment;
  }
  return sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
}

/** Whether the full stop before a segment ends no sentence: "Dr. Weber", "No. 5", "Lindenstr. 14", "J. R. R. Tolkien", "z. B. Wien", "am 3. Mai". */
function goesOn(last: string, next: string, language: string): boolean {
  if (shortened.test(last) || (numbered.test(last) && /^\d/.test(next))) return true;
  if (dayAndMonth.test(last) && /^\d{4}\b/.test(next)) return true;
  return ordinal.test(last) && dateWordsIn(language).months.some((month) => next.startsWith(month));
}

/** What stands before a name in languages that shorten it. Source: CLDR's list of full stops that end no sentence; of that what hardly ever ends one. */
const titles =
  `Dr|Dra|Drs|Mr|Mrs|Ms|Mme|Mlle|Mgr|Prof|Profa|Rev|Hon|Gen|Sen|Rep|Gov|Capt|Cpt|Lt|Sgt|Col|Maj|Sr|Sra|Srta|Sres|Sig|Dott|Ing
  |Hr|Fr|Frl|St|Ste|Mt|Ft|Bd|Av|Avda|Avd|Pza|vs|vgl|bzw|ca|ggf|ул|им`.replaceAll(/\s/g, '');
/** One letter, or several with stops: initials. Hours are none. */
const initials = String.raw`(?!I\.|[ap]\.m\.)(?:\p{L}\.)*\p{L}`;
const shortened = new RegExp(String.raw`(?:^|[\s(„“"«])(?:${titles}|${initials})\.\s*$`, 'u');
/** What is shortened before a number: "Lindenstr. 14", "Abs. 3", "ext. 12". */
const numbered =
  /(?:^|[\s(-])(?:No|Nr|Núm|\p{L}*str|pl|art|abs|abb|ziff|kap|tel|apt|ext|fig|sec|vol|ch|pp?|approx|min|max)\.\s*$/iu;
/** "31.12." before its year. */
const dayAndMonth = /(?:^|\s)\d{1,2}\.\s?\d{1,2}\.\s*$/;
const ordinal = /(?:^|\s)\d{1,2}\.\s*$/;

/** The words of a text that say something, each once. */
export const wordsOf = (text: string, language: string): Set<string> => new Set(wordListOf(text, language));

/**
 * The words of a text that say something, in their order, in lower case and cut to a stem's length; in English in one form for whoever it is
 * told of: "I drink" and "Ada drinks".
 */
export const wordListOf = (text: string, language: string): string[] =>
  speakingWords(text, language, knowsUnspeaking(language) ? ofAnyPerson : asItStands);

/** The words of a text that say something, each once, and in English whatever their form: who "lives" somewhere is asked where they "live". */
export const stemsOf = (text: string, language: string): Set<string> =>
  new Set(speakingWords(text, language, knowsUnspeaking(language) ? stemOf : asItStands));

function speakingWords(text: string, language: string, formOf: (word: string) => string): string[] {
  const segments = new Intl.Segmenter(language, { granularity: 'word' }).segment(text.toLowerCase());
  const words: string[] = [];
  for (const { segment, isWordLike } of segments) {
    if (!isWordLike || unspeaking.has(segment)) continue;
    const form = formOf(segment);
    if (!unspeaking.has(form)) words.push(form.slice(0, stemLength));
  }
  return words;
}

const asItStands = (word: string): string => word;

/** Tenses stay: who lived somewhere may live elsewhere now. */
const ofAnyPerson = (word: string): string =>
  word
    .replace(/['’]s$/, '')
    .replace(/(?<=\p{L}{2})ies?$/u, 'y')
    .replace(/(?<=^go|\p{L}(?:x|ss|zz|ch|sh))es$/u, '')
    .replace(/(?<=\p{L}{2})(?<![sui])s$/u, '');

/** English words without the endings that their forms differ by. The longer rule comes first: "strings" are a "string" before they lose "ing". */
const stemOf = (word: string): string =>
  regularFormOf(word.replace(/['’](?:s|m|ve|re|ll|d)$/, ''))
    .replace(/(?<=..)ie[sd]?$/, 'y')
    .replace(/(?<=\p{L}{3})(?<![su])s$/u, '')
    .replace(/(?<=\p{L}{3})(?:ing|(?<!e)ed|e)$/u, '')
    .replace(/([b-df-hj-np-tv-z])\1$/, '$1');

/** How many of the first words are among the second. */
export function shared(words: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let count = 0;
  for (const word of words) if (others.has(word)) count += 1;
  return count;
}

/** Forms of one word share their beginning, mostly; numbers and short words are kept whole. */
const stemLength = 6;

/** Words of questions and of speaking that are in any text, in English, Chinese and Japanese. Other languages go without such a list. */
const unspeaking = new Set(
  `a about am an and any are as at be been by can could did do does for from had has have he her hers him his how i if in
  is it its me my of on or our she so some that the their them then there these they this those to us was we were what
  when where which who whom whose why will with would you your yours say says said tell told remember remembers know
  please
  我 你 您 他 她 它 我们 你们 他们 她们 我的 你的 他的 她的 的 了 是 在 对 吗 呢 吧 什么 什么时候 哪里 哪儿 哪 哪一 谁 怎么 为什么 知道 记得
  私 僕 俺 あなた 彼 彼女 は が を に の で と へ も か です ます い んで どこ いつ 何 誰 なぜ
  て てい いる いた い ある あり あっ ありま なか った って た だ で では じゃ し した する せ せん ない ませ まし ま すか れ られ たい たく
  よう など こと もの から まで より ので のに ながら として について という ね よ な や もう らしい そう`.split(/\s+/),
);

/** Whether what `wordsOf` answers is without the words that are in any text. */
export const knowsUnspeaking = (language: string): boolean => language === 'en';
