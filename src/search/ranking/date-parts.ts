import { monthOfDay, yearOfDay } from './calendar.ts';
import { type AskedTime, mark, phrase, type Readings, type Said } from './dated-text.ts';
import { count, numberOf, weekday } from './english-relative-date.ts';
import { type DaySpan, isOfAnyYear, monthsOf, type NamedDate, span, spanOf, spanOfMonths } from './named-date.ts';
import { daysAWeek, nthWeekday, weekAround, weekdays, weekendFrom } from './relative-date.ts';
import { nth, placeOf } from './seasons.ts';
import { timeOf, timesOfDay } from './time-of-day.ts';
import { until } from './written-date.ts';

const day = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)`;
const joint = String.raw`(?:,?\s+(?:of\s+|in\s+)?|,\s*)(?:the\s+)?`;
/** What may follow "on the 5th", unlike the name of a thing: "on the 2nd floor". */
const noThing = String.raw`(?!\s+(?!(?:and|or|at|in|with|did|that|when|while|by|for|from|to|until|till|of\s+(?:this|\u00A4))(?!\p{L}))\p{L}|\s+of\s+(?!this|\u00A4))`;

/** Parts of the dates that were read, and what lies between two of them. */
export const datesOfDates: Readings = {
  hint: /\u00A4|\d(?:st|nd|rd|th)/u,
  list: [
    [phrase`${mark('day')}\s+(?:at\s+|in\s+the\s+)?(?<time>morning|afternoon|evening|night)`, timeOfDate],
    // "In May last year", "Christmas two years ago".
    [phrase`${mark('date')}${joint}${mark('year')}`, withYear],
    [
      phrase`(?:from|between)\s+the\s+(?<from>\d{1,2})(?:st|nd|rd|th)?${until}(?:the\s+)?${day}(?:\s+of\s+${mark('month')})?`,
      daysOfMonth,
    ],
    [phrase`the\s+${day}\s+of\s+${mark('month')}`, daysOfMonth],
    [phrase`(?<=(?:on|since|until|till|by|before|after|around)\s+)the\s+${day}${noThing}`, daysOfMonth],
    [phrase`${nth}\s+(?<what>week|weekend|${weekday})\s+(?:of|in)\s+(?:the\s+)?${mark('of')}`, nthOf],
    [phrase`(?<end>first|last)\s+${count}\s+(?<what>day|week|month)s?\s+(?:of|in)\s+(?:the\s+)?${mark('of')}`, endOf],
    [phrase`(?<nth>first|second|1st|2nd|last|latter)\s+half\s+of\s+(?:the\s+)?${mark('of')}`, halfOf],
    [
      phrase`(?:the\s+)?(?:very\s+)?(?<part>early|beginning|start|mid|middle|late|end)(?:\s+(?:of|in)\s+|[\s-]+)(?:the\s+)?${mark('of')}`,
      thirdOf,
    ],
    [phrase`week\s+(?:of|beginning|starting)\s+(?:the\s+)?${mark('day')}`, weekOf],
    [
      phrase`(?:(?:the|an?|${count})\s+)(?<what>day|week)s?\s+(?<side>before|after)\s+(?:the\s+)?${mark('of')}`,
      besideIt,
    ],
    [phrase`(?:so\s+far|earlier|already)\s+${mark('of')}|${mark('of')}\s+so\s+far`, soFar],
    [phrase`(?:from|since)\s+(?:the\s+)?${mark('from')}\s+(?:until|till|to|up\s+to)\s+(?:now|today)`, sinceThen],
    [phrase`(?:from|between)\s+(?:the\s+)?${mark('from')}${until}(?:the\s+)?${mark('to')}`, between],
    [phrase`${mark('from')}(?:\s+(?:to|until|till|through)\s+|\s*[-–]\s*)(?:the\s+)?${mark('to')}`, between],
    [phrase`${mark('from')}\s+(?:and|or)\s+${mark('to')}`, joined],
    [phrase`since\s+(?:the\s+)?${mark('from')}|from\s+(?:the\s+)?${mark('from')}\s+on(?:wards?)?`, sinceThen],
  ],
};

const daysIn = ({ first, last }: DaySpan): number => last - first + 1;

function spanIn(said: Said, group: string, asked: AskedTime): DaySpan | undefined {
  const date = said.date(group);
  return date && nearest(date, asked);
}

/** Without a year, the latest that has begun or, in a question about plans, the first that is not over. */
function nearest(date: NamedDate, { latest, today, isAhead }: AskedTime): DaySpan {
  const begun = spanOf(date, latest);
  return isAhead && latest === today && isOfAnyYear(date) && begun.last < today
    ? firstFrom(date, begun.first + 1)
    : begun;
}

/** "Yesterday evening", "on Friday night". */
function timeOfDate({ word, date }: Said): NamedDate | undefined {
  const day = date('day');
  const time = timesOfDay.find((one) => one === word('time')) ?? 'night';
  return day?.kind === 'days' && day.first === day.last && day.hours === undefined
    ? timeOf(day.first, time)
    : undefined;
}

export function withYear({ date }: Said): NamedDate | undefined {
  const [named, year] = [date('date'), date('year')];
  if (named === undefined || !('month' in named) || named.year !== null || year?.kind !== 'year') return undefined;
  return { ...named, year: year.year };
}

/** Days by their number, of the month that is named, or else the latest (in a question about plans, the next) that has the last of them. */
export function daysOfMonth({ word, date }: Said, { today, isAhead }: AskedTime): NamedDate | undefined {
  const number = Number(word('day'));
  const month = date('month');
  if (month !== undefined && month.kind !== 'month') return undefined;
  const inMonth = (place: number) => {
    const { first, last } = spanOfMonths(place);
    return first + number - 1 <= last ? first + number - 1 : null;
  };
  const own = monthOfDay(month ? spanOf(month, today).first : today);
  const open = isAhead ? [own, own + 1, own + 2] : [own, own - 1, own - 2];
  const days = (month ? [own] : open).flatMap((one) => inMonth(one) ?? []);
  const found = month ? days[0] : days.find((one) => (isAhead ? one >= today : one <= today));
  if (found === undefined || number === 0) return undefined;
  const from = word('from') === '' ? number : Number(word('from'));
  return from <= number ? span(found - number + from, found) : undefined;
}

/** Weeks of a month count from its first day, the last one back from its end. */
export function nthOf(said: Said, asked: AskedTime): NamedDate | undefined {
  const whole = spanIn(said, 'of', asked);
  const what = said.word('what');
  const place = placeOf(said.word('nth'));
  if (whole === undefined || daysIn(whole) <= daysAWeek) return undefined;
  if (what === 'week') {
    const first = place < 0 ? whole.last - daysAWeek + 1 : whole.first + place * daysAWeek;
    return span(first, Math.min(first + daysAWeek - 1, whole.last));
  }
  const number = weekdays.indexOf(what === 'weekend' ? 'saturday' : what);
  const found = span(nthWeekday(whole, place, number));
  return what === 'weekend' ? weekendFrom(found) : found;
}

/** "The first ten days of May". */
export function endOf(said: Said, asked: AskedTime): NamedDate | undefined {
  const whole = spanIn(said, 'of', asked);
  if (whole === undefined) return undefined;
  const many = numberOf(said.word('count'));
  const isFirst = said.word('end') === 'first';
  if (said.word('what') === 'month') {
    const months = monthsOf(whole);
    return many < months ? someMonths(whole, isFirst ? 0 : months - many, many) : undefined;
  }
  const days = many * (said.word('what') === 'week' ? daysAWeek : 1);
  if (days >= daysIn(whole)) return undefined;
  return isFirst ? span(whole.first, whole.first + days - 1) : span(whole.last - days + 1, whole.last);
}

/** "Two days after Easter" is a day, "the week before Easter" the days of a week. */
function besideIt(said: Said, asked: AskedTime): NamedDate | undefined {
  const whole = spanIn(said, 'of', asked);
  if (whole === undefined) return undefined;
  const long = said.word('what') === 'week' ? daysAWeek : 1;
  const away = (said.word('count') === '' ? 1 : numberOf(said.word('count'))) * long;
  const first = said.word('side') === 'before' ? whole.first - away : whole.last + away - long + 1;
  return span(first, first + long - 1);
}

const someMonths = ({ first }: DaySpan, from: number, many: number): DaySpan =>
  spanOfMonths(monthOfDay(first) + from, monthOfDay(first) + from + many - 1);

/** What people call half or a third of a month, whatever its length; and the length of the longest one. */
const daysOfHalfMonth = 15;
const daysOfThirdMonth = 10;
const longestMonth = 31;

/** The place-th part of a date; of a month the parts have 15 or 10 days, and what is left belongs to the last one. */
function partOf(whole: DaySpan, place: number, of: number): DaySpan | undefined {
  const days = daysIn(whole);
  const isLast = place === of - 1;
  if (days > longestMonth) {
    const many = monthsOf(whole) / of;
    return many >= 1 && Number.isInteger(many) ? someMonths(whole, place * many, many) : undefined;
  }
  const inMonth = of === 2 ? daysOfHalfMonth : daysOfThirdMonth;
  const length = days > daysOfHalfMonth ? inMonth : Math.floor(days / of);
  if (length === 0) return undefined;
  const first = whole.first + place * length;
  return span(first, isLast ? whole.last : first + length - 1);
}

export function halfOf(said: Said, asked: AskedTime): NamedDate | undefined {
  const whole = spanIn(said, 'of', asked);
  const isFirst = placeOf(said.word('nth')) === 0;
  return whole && partOf(whole, isFirst ? 0 : 1, 2);
}

const thirds = [
  ['early', 'beginning', 'start'],
  ['mid', 'middle'],
  ['late', 'end'],
];

export function thirdOf(said: Said, asked: AskedTime): NamedDate | undefined {
  const whole = spanIn(said, 'of', asked);
  const place = thirds.findIndex((words) => words.includes(said.word('part')));
  return whole && partOf(whole, place, thirds.length);
}

export function weekOf(said: Said, asked: AskedTime): NamedDate | undefined {
  const day = spanIn(said, 'day', asked);
  return day === undefined || daysIn(day) > 1 ? undefined : weekAround(day.first);
}

export function soFar(said: Said, asked: AskedTime): NamedDate | undefined {
  const whole = spanIn(said, 'of', asked);
  return whole && whole.first <= asked.today ? span(whole.first, Math.min(whole.last, asked.today)) : undefined;
}

export function sinceThen(said: Said, asked: AskedTime): NamedDate | undefined {
  const from = spanIn(said, 'from', asked);
  return from && from.first <= asked.today ? span(from.first, asked.today) : undefined;
}

/** Without a year, the first date is the latest one before the second, or the second the next one after the first. */
export function between({ date }: Said, asked: AskedTime): NamedDate | undefined {
  const [from, to] = [date('from'), date('to')];
  if (from === undefined || to === undefined) return undefined;
  const { first } = isOfAnyYear(to) ? nearest(from, asked) : spanOf(from, spanOf(to, asked.today).last);
  const { last } = isOfAnyYear(to) ? firstFrom(to, first) : spanOf(to, asked.today);
  return first <= last ? span(first, last) : undefined;
}

/** "In March and April": two dates that touch are one. */
export function joined(said: Said, asked: AskedTime): NamedDate | undefined {
  const [from, to] = [spanIn(said, 'from', asked), said.date('to')];
  if (from === undefined || to === undefined) return undefined;
  const { first, last } = isOfAnyYear(to) ? firstFrom(to, from.first) : spanOf(to, asked.today);
  return first === from.last + 1 ? span(from.first, last) : undefined;
}

/** The first date that begins on a day or later. */
function firstFrom(date: Exclude<NamedDate, DaySpan>, day: number): DaySpan {
  const begun = spanOf(date, day);
  return begun.first === day ? begun : spanOf({ ...date, year: yearOfDay(begun.first) + 1 }, day);
}
