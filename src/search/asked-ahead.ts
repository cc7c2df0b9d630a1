import { oneWordOf, wordSet } from '../platform/word-lists.ts';
import { wordsAskingForAll } from './asked-period.ts';
import type { Beginning } from './beginnings.store.ts';
import { dateOfDay, yearOfDay } from './ranking/calendar.ts';
import { dateIn } from './ranking/date-in.ts';
import { type DaySpan, isOfAnyYear, type NamedDate, spanOf } from './ranking/named-date.ts';
import { plainQuestion } from './ranking/plain-question.ts';
import { unlessItFails } from './ranking/question.ts';
import { months } from './ranking/written-date.ts';

const signs = 'plans planned upcoming ahead scheduled calendar agenda diary appointment appointments due booked';
const ahead = new RegExp(String.raw`\b(?:${oneWordOf(signs)}|coming up|(?:my|our) schedule)\b`, 'u');
/** "What did I plan?" asks for what is over. */
const over = /\b(?:did|was|were|had|happened|last|ago|yesterday)\b/u;
const shortened = /(?<=\p{L})'(?:s|re|m|ll|d|ve)(?!\p{L})/gu;
const besides = wordSet(
  `${signs} coming schedule got next soon days day week weeks month months future else there anything`,
);

/** Whether an English question asks for nothing but what is to come: "Any plans coming up for me?" */
export function asksWhatLiesAhead(question: string): boolean {
  // "What's" has a word that says nothing.
  const plain = plainQuestion(question).replaceAll(shortened, '');
  if (!ahead.test(plain) || over.test(plain)) return false;
  const all = wordsAskingForAll('en');
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).every((word) => all.has(word) || besides.has(word));
}

/** How many months announcements are looked for by name: further ones are rarely told of. */
const monthsAhead = 3;

/** What announcements say: they share nothing with a question for them. */
export function announcement(today: number): string {
  const month = dateOfDay(today).getUTCMonth();
  const names = Array.from({ length: monthsAhead + 1 }, (_, place) => months[(month + place) % months.length]);
  return `appointment booked tickets visit due on ${names.join(' ')} tomorrow next week`;
}

/** A date without a year is that of the coming year if it lies no further ahead than this; else it is a memory of one that is over. */
const mostAhead = 183;
/** A longer span, such as a year, is no date of a plan. */
const mostDays = 31;

/** Whether a memory tells of a day that was still to come then, and still is. */
export function tellsOfWhatLiesAhead({ text, language, day }: Beginning, today: number): boolean {
  const plain = plainQuestion(text);
  const date = unlessItFails(() => dateIn(language, plain, day));
  if (date === null) return false;
  const isOfNext = isOfAnyYear(date);
  const { first, last } = isOfNext ? nextOf(date, day) : spanOf(date, day);
  if (isOfNext && (first > day + mostAhead || over.test(plain))) return false;
  return last >= today && last > day && last - first <= mostDays;
}

function nextOf(date: Exclude<NamedDate, DaySpan>, day: number): DaySpan {
  const year = yearOfDay(day);
  const [own, next] = [spanOf({ ...date, year }, day), spanOf({ ...date, year: year + 1 }, day)];
  return own.last >= day ? own : next;
}
