import { wordSet } from '../../platform/word-lists.ts';
import { isMonth, isNumber, isTime, isWeekday } from './tokens.ts';

/** Words that begin a detail: where, when, with whom or which. */
export const details = wordSet(
  'in at on with for from to of by near during after before since until every because when named who which that',
);

/** Words that begin a detail without a preposition: "coffee each morning", "the gym twice a week". */
const breaks = wordSet(
  'each daily weekly twice once most usually often day week month year morning afternoon evening night weekend',
);

/** What does not tell one of several things. */
const loose = new Set(['my', 'our', 'old', 'whole', 'entire', 'completely', 'entirely', 'altogether']);

/** Words for a partner, as a pattern. */
export const partner = '(?:boyfriend|girlfriend|partner|fiancee?)';

/** Maximum number of words that are looked at for what ended: a longer text says more than that something ended. */
const longestEnd = 30;

/** Whether the words, cut behind one of them, are a part and a rest as they are wanted. */
export const isCutInto = (
  forms: readonly string[],
  isPart: (part: readonly string[]) => boolean,
  isRest: (rest: readonly string[]) => boolean,
): boolean =>
  forms.length <= longestEnd &&
  forms.some((_, last) => isRest(forms.slice(last + 1)) && isPart(forms.slice(0, last + 1)));

/**
 * Whether the text names something of the whole, and then says no more than when, or why: "the hospital last week" of "a nurse at
 * the general hospital", but not "the hospital cafeteria", nor "the nurse" of "a nurse shortage". Names may be cut short: "Blue
 * Door" of "Blue Door Coffee".
 */
export function isPart(text: string, whole: string, names: ReadonlySet<string>): boolean {
  const of = whole.split(' ');
  const [words, heads] = [new Set(of), headsOf(of)];
  const isNamed = (part: readonly string[]) =>
    (part.every((form) => names.has(form)) && ` ${whole}`.includes(` ${part.join(' ')} `)) ||
    (heads.has(part.at(-1) ?? '') && part.every((form) => words.has(form) || loose.has(form)));
  return isCutInto(text.split(' '), isNamed, isCircumstance);
}

/** Whether a text begins with these words, as whole words. */
export const isBeginning = (words: string, text: string): boolean => ` ${text} `.startsWith(` ${words} `);

/** The last words before each detail: what "a small flat in the centre of Leeds" is about, and whose or which. */
function headsOf(forms: readonly string[]): ReadonlySet<string> {
  const isBreak = (form = '') => details.has(form) || breaks.has(form) || isNumber(form);
  return new Set(
    forms.filter((form, place) => !isBreak(form) && (place === forms.length - 1 || isBreak(forms[place + 1]))),
  );
}

/** Nothing, or when, why and to what end something happened. */
export const isCircumstance = (forms: readonly string[]): boolean => isOnlyWhen(forms) || isWhy(forms);

/** Nothing, or when something happened. */
export const isOnlyWhen = (forms: readonly string[]): boolean => forms.length === 0 || isWhen(forms);

/** "For a better one", "to join another": not "for a month", after which it goes on. */
const isWhy = ([first = '', ...rest]: readonly string[]): boolean =>
  ['to', 'because', 'due'].includes(first) ||
  (first === 'for' && !rest.some((form) => spans.has(form) || isNumber(form)));
const spans = wordSet('now day week weekend month year while lent january spring summer autumn fall winter');

/** "In May", "last year", "when the baby came". Not "in the house" or "in the evening", which imply that it goes on elsewhere. */
export const isWhen = ([first = '', second = '', ...rest]: readonly string[]): boolean =>
  isNumber(first) ||
  ['last', 'this', 'when', 'after', 'since', 'yesterday', 'recently', 'completely', 'entirely'].includes(first) ||
  (first === 'for' && second === 'good') ||
  ((first === 'in' || first === 'on') && isDay([second, ...rest.slice(0, 1)]) && !isEveryWeek(second)) ||
  // "May" has the form of the verb.
  (first === 'in' && (isTime(second) || second === 'might'));

/** Cuts off when it happened: "the Pro plan on 2 May", "35 since yesterday". */
export function withoutWhen(forms: readonly string[]): readonly string[] {
  const at = forms.findIndex((form, place) => place > 1 && !isNumber(form) && isWhen(forms.slice(place, place + 3)));
  return at < 0 ? forms : forms.slice(0, at);
}

/** "On Fridays" */
const isEveryWeek = (form: string): boolean => isWeekday(form) && form.endsWith('s');

export const isDay = (forms: readonly string[]): boolean =>
  forms.some((form, place) => isWeekday(form) || isMonth(form) || isMay(forms, place));

/** "May" has the form of the verb; beside a number it is the month. */
const isMay = (forms: readonly string[], place: number): boolean =>
  forms[place] === 'might' && [forms[place - 1], forms[place + 1]].some((form = '') => isNumber(form));
