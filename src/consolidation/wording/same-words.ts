import { wordSet } from '../../platform/word-lists.ts';
import {
  formsOf,
  hasParts,
  isAdverb,
  isNegation,
  isNumber,
  isQuestion,
  isTime,
  isWeekday,
  mayBeMonth,
  meaningful,
  strictFormsOf,
  wholeOf,
  withoutTrifles,
} from './tokens.ts';

/**
 * Judges by words alone whether two English texts say the same: the same forms, in the same order except for words that may stand
 * anywhere. It is sure if they also agree in small words, plurals and pasts that may matter: "in the fridge" is not "on the
 * fridge". `read` is `sayingOf`, or a cached version of it.
 */
export function saySame(one: string, other: string, read: typeof sayingOf): 'surely' | 'likely' | null {
  if (isQuestion(one) !== isQuestion(other)) return null;
  const [mine, theirs] = [read(one), read(other)];
  if (!areSame(mine.loose, theirs.loose)) return null;
  return areSurelySame(mine.strict, theirs.strict) ? 'surely' : 'likely';
}

const areSame = (one: Wording, other: Wording): boolean =>
  one.whole === other.whole || sameButMoved(one.forms, other.forms);

/** Of two parts, each may have its own time: "swims on Mondays and runs" is not "swims and runs on Mondays". */
const areSurelySame = (one: Wording, other: Wording): boolean =>
  areSame(one, other) && (one.whole === other.whole || !hasParts(one.forms) || differInDates(one.forms, other.forms));

/** Whether they differ only in how dates are ordered: "3 May" and "May 3". */
const differInDates = (one: readonly string[], other: readonly string[]): boolean =>
  one.every((form, place) => form === other[place] || isDayName(form) || isNumber(form));

/** The forms of a text, with the items of lists sorted. */
interface Wording {
  readonly forms: readonly string[];
  /** See `wholeOf`. */
  readonly whole: string;
}

/** `loose`: the forms that carry the meaning. `strict`: all but those that hardly ever do. */
interface Saying {
  readonly loose: Wording;
  readonly strict: Wording;
}

export function sayingOf(text: string): Saying {
  const sorted = sortLists(text.replace(properFillers, 'proper$&'));
  return {
    loose: wordingOf(meaningful(formsOf(sorted))),
    strict: wordingOf(withoutTimePrepositions(withoutTrifles(strictFormsOf(sorted)))),
  };
}

const wordingOf = (forms: readonly string[]): Wording => ({ forms, whole: wholeOf(forms) });

/** Drops prepositions before times: "On Monday at 9:30" is "Monday, 9:30". Elsewhere "on" is not "in". */
const withoutTimePrepositions = (forms: readonly string[]): string[] =>
  forms.filter((form, place) => {
    const [next = '', after = ''] = forms.slice(place + 1, place + 3);
    const isBeforeTime = isDayName(next) || isTime(next) || (isNumber(next) && isDayName(after));
    return !isBeforeTime || !['in', 'at', 'on'].includes(form);
  });

/** Fillers that are words of their own in capitals: vitamin A, somebody who works in IT. */
const properFillers = /(?<=\p{Ll} )(?:IT|A|DO|BE)(?![\p{L}\p{N}'’])/gu;

/** Bounded, and anchored where words begin: otherwise a long text would be rescanned from each of its letters. */
const lists = /(?<!\p{L})\p{L}{1,40}(?:, \p{L}{1,40}){1,20},? (?:and|or) \p{L}+/gu;

const anyLists = /(?<![\p{L}\p{N}])[\p{L}\p{N}]{1,40}(?:, [\p{L}\p{N}]{1,40}){1,20},? (?:and|or) [\p{L}\p{N}]+/gu;

/** "French, German and Spanish" says the same as "Spanish, French and German". */
const sortLists = (text: string): string =>
  // With two lists, the items of one belong to those of the other: "Anna, Ben and Clara are 3, 5 and 7".
  (text.match(anyLists) ?? []).length > 1
    ? text
    : text.replace(lists, (list) => {
        const items = list.split(/,? (?:and|or) |, /);
        return items.sort().join(/ or \p{L}+$/u.test(list) ? ' or ' : ', ');
      });

/** Maximum number of forms that say when, or how often. Searching for a moved block of any length would take quadratic time. */
const mostMoved = 20;

/** Whether one text is the other with a block moved that may stand anywhere: when, or how often. */
function sameButMoved(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length || one.some((form) => tellings.has(form))) return false;
  const start = one.findIndex((form, index) => form !== other[index]);
  const end = one.findLastIndex((form, index) => form !== other[index]) + 1;
  const [mine, theirs] = [one.slice(start, end), other.slice(start, end)];
  const whole = mine.length === one.length;
  const isMoved = (cut: number) => {
    if (!theirs.every((form, index) => form === mine[(index + cut) % mine.length])) return false;
    const [left, right] = [mine.slice(0, cut), mine.slice(cut)];
    return maySwap(left, right, whole) || maySwap(right, left, whole);
  };
  return cutsOf(mine.length).some(isMoved) && sameOrder(one, other);
}

/** Returns where a text of `length` forms can be cut into a block that may have moved and the rest. */
function cutsOf(length: number): number[] {
  const cuts = Array.from({ length: Math.min(mostMoved, length - 1) }, (_, index) => index + 1);
  return [...new Set([...cuts, ...cuts.map((cut) => length - cut)])];
}

/** "3-1" is not "1-3", and 3/5 is another day than 5/3. A time of day may come before or after its date. */
function sameOrder(one: readonly string[], other: readonly string[]): boolean {
  const numbersIn = (forms: readonly string[], areTimes: boolean) =>
    forms.filter((form) => isNumber(form) && form.includes(':') === areTimes).join(' ');
  return [true, false].every((areTimes) => numbersIn(one, areTimes) === numbersIn(other, areTimes));
}

/** Verbs and conjunctions that put one statement within another, each with its own time: "told me on Monday that she moves". */
const tellings = wordSet(
  'say said tell told think know knew hope claim hear heard promise promised believe write wrote because when if before after until',
);

/**
 * Whether a block says the same on the other side of its neighbour. A number alone counts what is beside it, "2 cats and a dog";
 * it moves only with its day, around its month, or, as a year or a time, from one end of the text to the other.
 */
function maySwap(block: readonly string[], across: readonly string[], whole: boolean): boolean {
  if (block.every(isAdverb)) return !across.some(isNegation);
  if (!block.every((form) => isAdverb(form) || isDayName(form) || isNumber(form))) return false;
  return (
    !block.some(isNumber) ||
    block.some(isDayName) ||
    across.every(isDayName) ||
    (whole && block.every((form) => !isNumber(form) || isTime(form)))
  );
}

/** The forms of "May" and "March" are also those of other words; here they are beside a number. */
const isDayName = (form: string): boolean => isWeekday(form) || mayBeMonth(form);
