import { LRUCache } from 'lru-cache';
import { questionMark } from '../platform/question-marks.ts';
import type { ComparedMemory } from './compared-memory.ts';
import type { Verdict } from './duplicate-groups.ts';
import { mergedWithoutLoss } from './merged.ts';
import { exactWordsOf, haveNameForNoun } from './wording/exact-words.ts';
import { wordsIn } from './wording/languages/languages.ts';
import { sayingOf, saySame } from './wording/same-words.ts';
import {
  dependsOnDay,
  formsOf,
  isMonth,
  isNegation,
  isNumber,
  isWeekday,
  picturesOf,
  plainWords,
} from './wording/tokens.ts';

/** A conversation turn with fewer words says nothing without the turns around it. */
const leastWordsOfTurn = 4;

/**
 * Returns a function that judges whether two memories that are near each other say the same: by the same speaker, of the same
 * kind and time, in words that agree. A number, date, name or negation that differs is a word that differs. English is compared
 * by word forms, other languages word by word. Merging them is safe if nothing differs that may matter.
 */
export function judgeDuplicateIn(language: string) {
  const plain = readOnce(plainTextOf);
  const { saySame, dependsOnDay } = wordingIn(language);
  const exact = readOnce(exactWordsOf);
  const tellOfOneThing = judgeOneThing(dependsOnDay);
  return (one: ComparedMemory, other: ComparedMemory): Verdict | null => {
    if (!tellOfOneThing(one, other)) return null;
    const [mine, theirs] = [plain(one.content), plain(other.content)];
    // Without any word, as in ":-)" and ":-(", nothing tells whether they say the same.
    if (mine.count === 0) return null;
    if ([one, other].some(({ messageId }) => messageId !== null) && mine.count < leastWordsOfTurn) return null;
    if (mine.asks !== theirs.asks || showDifferent(mine, theirs)) return null;
    const isExact = () => exact(one.content) === exact(other.content) && !haveNameForNoun(one.content, other.content);
    if (mine.whole === theirs.whole) return { rule: 'same words', safe: isExact() };
    const same = saySame(one.content, other.content);
    return same && { rule: 'same meaning', safe: same === 'surely' && isExact() };
  };
}

/** A text in words of any language, with what tells it from others beside them. */
interface PlainText {
  /** Number of its words. */
  readonly count: number;
  readonly whole: string;
  readonly asks: boolean;
  readonly pictures: string;
}

function plainTextOf(text: string): PlainText {
  const words = plainWords(text);
  return { count: words.length, whole: words.join(' '), asks: asks(text), pictures: picturesOf(text) };
}

interface Wording {
  readonly saySame: (one: string, other: string) => 'surely' | 'likely' | null;
  readonly dependsOnDay: (text: string) => boolean;
}

/** How texts of a language are compared by other forms of their words. */
function wordingIn(language: string): Wording {
  const words = wordsIn(language);
  if (words) {
    const { same } = words;
    const told = readOnce((text) => same.read(text));
    return {
      saySame: (one, other) => same.judge(told(one), told(other)),
      dependsOnDay: (text) => same.dependsOnDay(text),
    };
  }
  const saying = readOnce(sayingOf);
  return { saySame: (one, other) => (language === 'en' ? saySame(one, other, saying) : null), dependsOnDay };
}

/** Maximum total length of the texts whose reading is cached, in characters: some 20 MB. */
const mostRemembered = 1_000_000;

/** Caches `read`, since each text is compared with many others. */
function readOnce<T extends NonNullable<unknown>>(read: (text: string) => T): (text: string) => T {
  const known = new LRUCache<string, T>({
    maxSize: mostRemembered,
    sizeCalculation: (_, text) => Math.max(1, text.length),
    memoMethod: read,
  });
  return (text) => known.memo(text);
}

/**
 * Returns a function that tells whether two memories that are not the same by their words may still be: of one speaker, kind and
 * time, with the same numbers, names, days and negations. Only a reader who understands them can decide.
 */
export function judgeDoubt() {
  const facts = readOnce(factsOf);
  const tellOfOneThing = judgeOneThing(dependsOnDay);
  return (one: ComparedMemory, other: ComparedMemory): boolean =>
    tellOfOneThing(one, other) && facts(one.content) === facts(other.content);
}

/** The facts that must not differ, sorted: numbers, names, days, months, negations, and whether the text asks. */
function factsOf(text: string): string {
  const exact = formsOf(text).filter((form) => isNumber(form) || isNegation(form) || isWeekday(form) || isMonth(form));
  const names = text.match(/(?<=[\p{L}\p{N},;] )\p{Lu}\p{L}+/gu) ?? [];
  return [...exact, ...names, asks(text)].sort().join(' ');
}

/** Whether both have pictures that differ: "I like 🍕" and "I like 🍍". A picture in only one of them is decoration. */
const showDifferent = ({ pictures: mine }: PlainText, { pictures: theirs }: PlainText): boolean =>
  mine !== '' && theirs !== '' && mine !== theirs;

/** By the question mark, also the full-width or Arabic one. */
const asks = (text: string): boolean => questionMark.test(text);

function judgeOneThing(dependsOnDay: (text: string) => boolean) {
  const isOfItsDay = readOnce(dependsOnDay);
  return (one: ComparedMemory, other: ComparedMemory): boolean => {
    if (one.speaker !== other.speaker || one.kind !== other.kind || !mergedWithoutLoss([one, other])) return false;
    if (one.validTo?.getTime() !== other.validTo?.getTime() || one.isToCome !== other.isToCome) return false;
    // The same event on another day is another event.
    if (one.day === other.day) return true;
    return one.kind !== 'EPISODE' && !isOfItsDay(one.content) && !isOfItsDay(other.content);
  };
}
