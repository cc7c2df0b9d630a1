import { isNeverName } from '../graph/extraction/no-names.ts';
import { matchesOf } from '../platform/matches-of.ts';
import { wordSet } from '../platform/word-lists.ts';
import { words } from './answer-kinds.ts';
import { isPastVerb } from './irregular-forms.ts';
import { shared, stemsOf } from './sentences.ts';

/** Whether a text, and who said it, tells the like of what is asked, but of somebody or something else. */
export type IsLikeOfAnother = (text: string, speaker: string | null) => boolean;

/**
 * Returns whether an English text tells the like of what is asked, but of somebody or something else than the question and what is known as its
 * answer: "Tom works at the bakery now" changes nothing about where Klaus works, nor about who works at the library.
 */
export function likeOfAnotherThan(question: string, answer: string): IsLikeOfAnother {
  const matter = matterOf(question, answer);
  return (text, speaker) => {
    const told = { text, speaker, words: wordsOf(text), who: whoIsTold(text) };
    return (
      isOfAnotherSubject(told, matter) ||
      (isLike(told, matter) && (isOfAnotherName(told, matter) || isOfAnotherThing(told, matter)))
    );
  };
}

/** A question and its answer, read once for all texts that are compared with them. Words and names are in lower case. */
interface Matter {
  readonly asksForSubject: boolean;
  readonly askedWords: ReadonlySet<string>;
  readonly askedNames: readonly string[];
  /** Stems of the question besides its names. */
  readonly askedStems: ReadonlySet<string>;
  readonly askedThings: readonly Thing[];
  readonly answerWords: ReadonlySet<string>;
  /** Words of the question and of the answer. */
  readonly known: ReadonlySet<string>;
  /** Of whom the answer tells; null: it does not begin with a name. */
  readonly whoIsKnown: string | null;
}

function matterOf(question: string, answer: string): Matter {
  const [askedWords, answerWords] = [wordsOf(question), wordsOf(answer)];
  return {
    asksForSubject: asksForSubject.test(question),
    askedWords,
    askedNames: namesIn(question).map((name) => name.toLowerCase()),
    askedStems: stemsOf(question.replaceAll(nameInside, ' '), 'en'),
    askedThings: thingsIn(question),
    answerWords,
    known: askedWords.union(answerWords),
    whoIsKnown: whoIsTold(answer),
  };
}

/** A text, read once for all comparisons. */
interface ToldText {
  readonly text: string;
  readonly speaker: string | null;
  readonly words: ReadonlySet<string>;
  /** Of whom it tells; null: it does not begin with a name. */
  readonly who: string | null;
}

/** A name at the beginning, with what is theirs or what they do. */
const nameFirst = /^(?<name>\p{Lu}[\p{L}-]+)(?: \p{Lu}[\p{L}-]+)*(?:['’]s(?= )| (?<deed>\p{Ll}+))/u;
/** Words behind a verb: "Quit his job" begins with no name. */
const behindVerbs = wordSet('his its us this as');
const deeds = wordSet('now just will can quit');

/** Returns of whom a text tells, if it begins with a name. */
function whoIsTold(text: string): string | null {
  const { name, deed } = nameFirst.exec(text)?.groups ?? {};
  if (name === undefined || isNeverName(name)) return null;
  const does = deed === undefined || deeds.has(deed) || isPastVerb(deed) || /(?:s|ed)$/.test(deed);
  return does && !behindVerbs.has(deed ?? '') ? name.toLowerCase() : null;
}

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().split(/[^\p{L}-]+/u));
/** "Who is Klaus's boss?" is answered by a change of anybody, "Whom does Klaus love?" only by one of Klaus. */
const asksForSubject = /^who(?:m|se)?(?!\p{L}| do(?:es)? )/iu;

/** "Where does Klaus work?", "Klaus works at the library", "Tom works at the bakery now" */
const isOfAnotherSubject = ({ words, who }: ToldText, { whoIsKnown: asked, ...matter }: Matter): boolean =>
  asked !== null &&
  who !== null &&
  !matter.asksForSubject &&
  matter.askedWords.has(asked) &&
  !words.has(asked) &&
  !matter.known.has(who);

/** What refers to what was told before. */
const referring = words('s?he|they|it|her|hers|his|him|them|their|theirs|its|there');

/** A name that does not open a text. */
const nameInside = /(?<=[\p{L}\p{N},;:] )\p{Lu}\p{Ll}[\p{L}-]*/gu;
const namesIn = (text: string): string[] => (text.match(nameInside) ?? []).filter((name) => !isNeverName(name));

/** Whether a text has a word of the question besides its names. */
const isLike = ({ text }: ToldText, { askedStems }: Matter): boolean =>
  !referring.test(text) && shared(askedStems, stemsOf(text, 'en')) > 0;

const ofSpeaker = /^(?:I|We|My|Our)(?!\p{L})/u;

/** "Who loves Maria?", "Klaus loves Maria", "Sam loves Tamara now" */
function isOfAnotherName({ text, speaker, words, who }: ToldText, { askedNames, answerWords, known }: Matter): boolean {
  const isOfSpeaker = ofSpeaker.test(text);
  const said = isOfSpeaker ? words.union(wordsOf(speaker ?? '')) : words;
  const isAnswered = askedNames.some((name) => answerWords.has(name));
  if (!isAnswered || askedNames.some((name) => said.has(name))) return false;
  return (isOfSpeaker || who !== null) && namesIn(text).some((name) => !known.has(name.toLowerCase()));
}

/** "The rent of the cafe", with the preposition. */
interface Thing {
  readonly place: string;
  readonly thing: string;
}

const thingsIn = (text: string): Thing[] =>
  matchesOf(text, ofThing).map(({ groups: { place = '', thing = '' } = {} }) => ({ place, thing }));

const ofThing = /(?<!\p{L})(?<place>of|at|in|on|for|from) (?:the|my|our|this) (?<thing>\p{Ll}{3,})/gu;

/** "What is the rent of the cafe?", "The rent of the bakery was raised" */
function isOfAnotherThing({ text, words: said, who }: ToldText, matter: Matter): boolean {
  const { askedThings, answerWords, known, whoIsKnown } = matter;
  const isOfNewcomer = who !== null && !known.has(who) && (whoIsKnown === null || !said.has(whoIsKnown));
  const told = thingsIn(text);
  return askedThings.some(({ place, thing }) => {
    const isOther = told.some((one) => one.place === place && !known.has(one.thing));
    return isOther && !said.has(thing) && answerWords.has(thing) && (place === 'of' || isOfNewcomer);
  });
}
