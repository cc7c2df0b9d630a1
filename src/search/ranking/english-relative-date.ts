import { type AskedTime, mark, phrase, type Reading, type Readings, type Said } from './dated-text.ts';
import { ones, teens, tens } from './english-numbers.ts';
import { type NamedDate, span } from './named-date.ts';
import {
  type Back,
  dateOf,
  daysAWeek,
  ofWeekBack,
  theLast,
  type Unit,
  units,
  weekdays,
  weekendBack,
  weekendBegun,
} from './relative-date.ts';
import { type TimeOfDay, timeOf } from './time-of-day.ts';

const numbers = [...ones, ...teens];
/** Base of the number words. */
const ten = 10;
/** Number words with which questions count back. */
export const numberWords = [...numbers, ...tens];
/** How many "a few" counts as; nobody knows how many are meant. */
const few = 3;

const numberWord = String.raw`(?:${tens.join('|')})(?:[\s-](?:${ones.join('|')}))?|${numbers.toReversed().join('|')}`;
export const count = String.raw`(?<!(?:${tens.join('|')})[\s-])(?<count>\d{1,3}|an?|(?:a\s+)?(?:couple(?:\s+of)?|few)|${numberWord})`;
const unit = `(?<unit>${units.join('|')})`;
export const weekday = `(?:${weekdays.join('|')})`;
/** "The last Friday of September" is not last Friday. */
const notOfDate = String.raw`(?!\s+(?:of|in)\s+(?:the\s+)?\u00A4)`;
/** "On Monday morning, of last week". */
const timeOfDay = String.raw`(?:\s+(?:morning|afternoon|evening|night))?`;

const back =
  (from: number, to = from) =>
  ({ word }: Said, { today }: AskedTime): NamedDate =>
    dateOf({ unit: unitOf(word('unit')), from, to }, today);
const daysBack =
  (days: number) =>
  (_: Said, { today }: AskedTime): NamedDate =>
    span(today - days);
const timeBack =
  (days: number, time: TimeOfDay) =>
  (_: Said, { today }: AskedTime): NamedDate =>
    timeOf(today - days, time);
const ifDated =
  (read: Reading[1]): Reading[1] =>
  (said, asked) =>
    isDated(said, asked) ? read(said, asked) : undefined;
export const weekdayIn = ({ word }: Said, group = 'weekday'): number => weekdays.indexOf(word(group));

/**
 * Dates that are counted from the day of the question: "yesterday", "two weeks ago", "next month". Today, this week and weekdays count only if the
 * question says that it is about the past or about plans.
 */
export const relativeDates: Readings = {
  hint: /day|night|week|month|year|morning|afternoon|evening|tomorrow/u,
  list: [
    [phrase`day\s+before\s+yesterday`, daysBack(2)],
    [phrase`day\s+after\s+tomorrow`, daysBack(-2)],
    [phrase`last\s+night`, timeBack(1, 'night')],
    [phrase`yesterday`, daysBack(1)],
    [phrase`tomorrow`, daysBack(-1)],
    [phrase`half(?:\s+an?\s+|[\s-])year\s+ago`, (_, { today }) => dateOf({ unit: 'month', from: 6, to: 6 }, today)],
    [phrase`(?:an?\s+)?fortnight\s+ago`, (_, { today }) => dateOf({ unit: 'week', from: 2, to: 2 }, today)],
    [
      phrase`(?:last|past|previous)\s+half[\s-]year`,
      (_, { today }) => dateOf({ unit: 'month', from: 6, to: 0 }, today),
    ],
    [phrase`(?:last|past|previous)\s+fortnight`, (_, { today }) => dateOf({ unit: 'week', from: 2, to: 0 }, today)],
    [phrase`${count}\s+${unit}s?\s+ago(?:\s+today)?`, counted((many) => ({ from: many, to: many }))],
    [phrase`(?:last|past|previous)\s+${count}\s+${unit}s?`, counted((many) => ({ from: many, to: 0 }))],
    [phrase`(?:next|coming)\s+${count}\s+${unit}s?`, counted((many) => ({ from: 0, to: -many }))],
    // "In the last week" goes on until today, "last week" does not.
    [
      phrase`(?:past|(?:in|over|during|within|for|throughout|across)\s+the\s+last)\s+week(?!\s+of)`,
      (_, { today }) => span(today - daysAWeek, today),
    ],
    [
      phrase`(?:past|(?:in|over|during|within|for|throughout|across)\s+the\s+last)\s+(?<unit>month|year)(?!\s+of)`,
      back(1, 0),
    ],
    [phrase`(?<unit>week|month|year)\s+before\s+last`, back(2)],
    [phrase`weekend\s+before\s+last`, (_, { today }) => weekendBack(2, today)],
    [phrase`(?<weekday>${weekday})\s+before\s+last`, (said, { today }) => theLast(weekdayIn(said), today - daysAWeek)],
    [phrase`(?:last|previous)\s+(?<unit>week|month|year)(?!\s+of)`, back(1)],
    [phrase`(?:next|coming)\s+(?<unit>week|month|year)(?!\s+of)`, back(-1)],
    [
      phrase`(?:(?<=(?<of>(?:of|from|so\s+far|earlier)\s+)?)this|(?<of>(?<=(?:beginning|start|middle|end|half|quarter|week|weekend)\s+of\s+)the))\s+(?<unit>week|month|year)`,
      ifDated(back(0)),
    ],
    [
      phrase`(?:from|between)\s+(?<weekday>${weekday})${timeOfDay}\s+(?:to|and|until|till|through)\s+(?<end>${weekday})(?:\s+(?:of\s+)?${mark('week')})?`,
      betweenWeekdays,
    ],
    [phrase`(?<weekday>${weekday})${timeOfDay}(?:\s+|\s+of\s+|\s+in\s+|,\s*)(?:the\s+)?${mark('week')}`, inWeek],
    [phrase`${mark('week')}(?:'s|,?\s+on)\s+(?<weekday>${weekday})`, inWeek],
    [phrase`(?:last|past)\s+(?<weekday>${weekday})${notOfDate}`, (said, { today }) => theLast(weekdayIn(said), today)],
    [
      phrase`${count}\s+(?<weekday>${weekday})s\s+ago`,
      (said, { today }) => theLast(weekdayIn(said), today - (numberOf(said.word('count')) - 1) * daysAWeek),
    ],
    [phrase`next\s+(?<weekday>${weekday})`, (said, { today }) => ofWeekBack(-1, weekdayIn(said), today)],
    [phrase`(?<=since\s+)(?<weekday>${weekday})`, (said, { today }) => theLast(weekdayIn(said), today)],
    [phrase`(?<=(?:on|this)\s+)(?<weekday>${weekday})`, onWeekday],
    [phrase`(?:last|past)\s+weekend${notOfDate}`, (_, { today }) => weekendBack(1, today)],
    [phrase`next\s+weekend`, (_, { today }) => weekendBack(-1, today)],
    [phrase`(?:this|(?:on|over|at|during)\s+the)\s+weekend`, ownWeekend],
    [phrase`(?<=(?<of>from\s+)?)today`, ifDated(daysBack(0))],
    [phrase`(?<=(?<of>from\s+)?)(?:tonight|this\s+evening)`, ifDated(timeBack(0, 'night'))],
    [phrase`(?<=(?<of>from\s+)?)this\s+morning`, ifDated(timeBack(0, 'morning'))],
    [phrase`(?<=(?<of>from\s+)?)this\s+afternoon`, ifDated(timeBack(0, 'afternoon'))],
  ],
};

/** "This week" without a word about the past or plans is a date only as a part of one: "Tuesday of this week". */
export const isDated = ({ word }: Said, { isPast, isAhead }: AskedTime): boolean =>
  isPast || isAhead || word('of') !== '';

export function counted(range: (many: number) => Omit<Back, 'unit'>) {
  return ({ word }: Said, { today }: AskedTime): NamedDate =>
    dateOf({ unit: unitOf(word('unit')), ...range(numberOf(word('count'))) }, today);
}

/** Undefined if the date is no week. */
export function inWeek(said: Said): NamedDate | undefined {
  const week = said.date('week');
  if (week?.kind !== 'days' || week.last - week.first !== daysAWeek - 1) return undefined;
  return ofWeekBack(0, weekdayIn(said), week.first);
}

/** The latest one if the question is about the past, the next one if it is about plans. */
export function onWeekday(said: Said, { today, isOver, isAhead }: AskedTime): NamedDate | undefined {
  if (isOver) return theLast(weekdayIn(said), today);
  return isAhead ? theLast(weekdayIn(said), today + daysAWeek) : undefined;
}

export function ownWeekend(_: Said, { today, isOver, isAhead }: AskedTime): NamedDate | undefined {
  if (isOver) return weekendBegun(today);
  return isAhead ? weekendBack(0, today) : undefined;
}

export function betweenWeekdays(said: Said, { today, isAhead }: AskedTime): NamedDate {
  const week = said.date('week');
  const before = week?.kind === 'days' ? week.last + 1 : isAhead ? today + daysAWeek : today;
  const { last } = theLast(weekdayIn(said, 'end'), before);
  return span(theLast(weekdayIn(said), last + 1).first, last);
}

export const unitOf = (word: string): Unit => units.find((one) => one === word) ?? 'day';

export function numberOf(word: string): number {
  if (/^\d/u.test(word)) return Number(word);
  if (word.includes('couple')) return 2;
  if (word.endsWith('few')) return few;
  const [first = '', second = ''] = word.split(/[\s-]/u);
  return tens.includes(first)
    ? ten * (tens.indexOf(first) + 2) + ones.indexOf(second) + 1
    : Math.max(1, numbers.indexOf(first) + 1);
}
