import { LRUCache } from 'lru-cache';
import { countingWords } from './counting-words.ts';
import { casedText } from './patterns.ts';
import { type Back, dateOf, type RelativeDate, units } from './relative-date.ts';
import { SpokenBack } from './spoken-back.ts';

/** Languages that write no breaks between words, or attach endings directly to them. */
const unbroken = ['zh', 'yue', 'ja', 'th', 'ko'];

/**
 * Returns the date that a question in a language other than English counts back to from `day` (days since 1970-01-01), or null. Knows the phrases
 * of Intl ("gestern", "la semaine dernière", "3天前") and those of `countingWords` ("vor zwei Wochen", "lundi dernier"). `question`: see plainQuestion.
 */
export function countedBackIn(language: string, question: string, day: number): RelativeDate | null {
  const { spoken, pattern, backs } = phrasesOf.memo(language);
  // toLowerCase turns "İ" into these two characters.
  const text = question.replaceAll('i\u0307', 'i').replace(otherBefore, '前 ');
  const date = spoken?.dateIn(text, day);
  if (date) return date;
  const match = pattern.exec(text);
  if (!match) return null;
  const [phrase, ...numbers] = match;
  const back = backs.get(withoutCount(phrase));
  if (!back) return null;
  const count = numbers.find((one) => one !== undefined);
  return dateOf(count === undefined ? back : { ...back, from: Number(count), to: Number(count) }, day);
}

/** "目前天气" (the weather at present) and "大前天" (three days ago) contain "前天" (the day before yesterday) without meaning it. */
const otherBefore = /(?<=[目以之大])前天/gu;

/** A question in the form in which phrases are searched for. */
export const plainQuestion = (text: string): string => casedText(text).toLowerCase();

interface Phrases {
  /** Null if `countingWords` lacks the language. */
  readonly spoken: SpokenBack | null;
  /** Matches the phrases of Intl. */
  readonly pattern: RegExp;
  /** By phrase, with `countSign` in place of the count. */
  readonly backs: ReadonlyMap<string, Back>;
}

/** Counts that together cover every plural form of any language. Source: the plural rules of Unicode's CLDR. */
const counts = [1, 2, 3, 4, 5, 6, 10, 11, 12, 20, 21, 22, 100];
/** Counts that may have a word of their own ("gestern") besides the form with a number ("vor 1 Tag"). */
const withWords = [1, 2, 3];

/** Room for more languages than one process sees. */
const phrasesOf = new LRUCache<string, Phrases>({ max: 100, memoMethod: workOut });

function workOut(language: string): Phrases {
  const format = (numeric: 'auto' | 'always') => new Intl.RelativeTimeFormat([language, 'en'], { numeric });
  const [worded, numbered] = [format('auto'), format('always')];
  const toCome = said(worded, withWords, 1);
  // In Hindi one word means both yesterday and tomorrow.
  const past = [...said(worded, counts, -1), ...said(numbered, withWords, -1)].filter(
    ([phrase]) => !toCome.has(phrase),
  );
  const longestFirst = past.map(([phrase]) => phrase).toSorted((one, other) => other.length - one.length);
  const bounded = unbroken.includes(language) ? anywhere : betweenWords;
  const words = countingWords[language];
  return {
    spoken: words ? new SpokenBack(words, bounded) : null,
    pattern: bounded(longestFirst.map(patternOf).join('|')),
    backs: new Map(past),
  };
}

const anywhere = (pattern: string): RegExp => new RegExp(pattern, 'u');
const betweenWords = (pattern: string): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}])(?:${pattern})(?![\p{L}\p{M}\p{N}])`, 'u');

const countSign = '#';
const withoutCount = (phrase: string): string => phrase.replace(/\d+/u, countSign);
const patternOf = (phrase: string): string => phrase.split(countSign).map(RegExp.escape).join(String.raw`(\d{1,3})`);

/** The phrases for times before today (-1) or after it (1): "gestern", "vor # Tagen". */
function said(format: Intl.RelativeTimeFormat, forms: readonly number[], direction: -1 | 1): Map<string, Back> {
  const phrases = new Map<string, Back>();
  for (const unit of units) {
    for (const count of forms) {
      const phrase = withoutCount(plainQuestion(format.format(direction * count, unit)));
      const back = phrase.includes(countSign) ? 0 : count;
      if (!phrases.has(phrase)) phrases.set(phrase, { unit, from: back, to: back });
    }
  }
  return phrases;
}
