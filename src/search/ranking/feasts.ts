import { LRUCache } from 'lru-cache';
import { dateOfDay, dayOfDate, monthsAYear, yearOfDay } from './calendar.ts';
import { type AskedTime, mark, phrase, type Readings, type Said } from './dated-text.ts';
import { beforeHoliday, isBeside } from './holidays.ts';
import { type DaySpan, type NamedDate, span, spanOfMonths } from './named-date.ts';
import { daysAWeek, nthWeekday, theLast, weekdays } from './relative-date.ts';
import { namedYear, nearestAmong } from './seasons.ts';

/**
 * Which days a feast has that moves from year to year: so many days from Easter Sunday ("easter -2 1"), a weekday of a month and the
 * days behind it ("11 4 thursday", the last "5 -1 monday", "11 4 thursday 1"), a Sunday of Advent, or a day of another calendar and its length ("islamic-umalqura 9-1 30").
 */
export type FeastRule =
  | `advent ${number}`
  | `easter ${number}`
  | `easter ${number} ${number}`
  | `${number} ${number} ${string}day`
  | `${number} ${number} ${string}day ${number}`
  | `${'chinese' | 'hebrew' | 'islamic-umalqura'} ${string}-${number}`
  | `${'chinese' | 'hebrew' | 'islamic-umalqura'} ${string}-${number} ${number}`;

/** Feasts of English questions. */
const feasts: Readonly<Record<FeastRule, string>> = {
  'easter -2 1': 'easter(?:\\s+(?:weekend|holidays?))?(?!\\s+(?:sunday|monday|saturday|eve))',
  'easter 0': 'easter\\s+sunday',
  'easter 1': 'easter\\s+monday',
  'easter -1': 'easter\\s+(?:saturday|eve)',
  'easter -2': 'good\\s+friday',
  'easter -3': '(?:maundy|holy)\\s+thursday',
  'easter -7': 'palm\\s+sunday',
  'easter -7 -1': 'holy\\s+week',
  'easter -46': 'ash\\s+wednesday',
  'easter -47': '(?:shrove|pancake|fat)\\s+tuesday|pancake\\s+day|mardi\\s+gras',
  'easter -52 -47': 'carnival(?:\\s+(?:weekend|week))?',
  'easter 39': 'ascension(?:\\s+day)?',
  'easter 49 50': 'pentecost|whitsun(?:tide)?',
  'easter 49': 'whit\\s+sunday',
  'easter 50': 'whit\\s+monday',
  'easter 60': 'corpus\\s+christi',
  '1 3 monday': '(?:mlk|martin\\s+luther\\s+king(?:\\s+jr\\.?)?)\\s+day',
  '2 3 monday': "presidents?'?s?'?\\s+day",
  'easter -21': 'mothering\\s+sunday',
  '5 2 sunday': "mother'?s'?\\s+day",
  '5 -1 monday': 'memorial\\s+day',
  '6 3 sunday': "father'?s'?\\s+day",
  '9 1 monday': 'labou?r\\s+day',
  '10 2 monday': "(?:columbus|indigenous\\s+peoples?'?)\\s+day",
  '11 4 thursday': 'thanksgiving(?:\\s+day)?',
  '11 4 thursday 1': 'black\\s+friday',
  'advent 1': '(?:the\\s+)?first\\s+(?:sunday\\s+(?:of|in)\\s+)?advent(?:\\s+sunday)?|advent\\s+sunday',
  'chinese 1-1': '(?:chinese|lunar)\\s+new\\s+year',
  'chinese 8-15': 'mid-?\\s?autumn(?:\\s+(?:festival|day))?',
  'chinese 5-5': 'dragon\\s+boat(?:\\s+festival)?',
  'islamic-umalqura 9-1 30': 'ramadan',
  'islamic-umalqura 10-1': 'eid(?:\\s+al-?\\s?fitr)?(?!\\s+al)',
  'islamic-umalqura 12-10': 'eid\\s+al-?\\s?adha',
  'hebrew kislev-25 8': '(?:ch|h)anukk?ah?',
  'hebrew nisan-15 8': 'passover|pesach',
  'hebrew tishri-1 2': 'rosh\\s+ha-?shanah?',
  'hebrew tishri-10': 'yom\\s+kippur',
};

const before = String.raw`${beforeHoliday}|in|(?:on|over|for|during)\s+(?:the|our|my)`;

/** What makes a feast the name of something else. */
const noName = String.raw`(?!\s+(?:islands?|eggs?|bunny|lil(?:y|ies)|cactus|road|street|square|lane|rising|song|movie|film|book|novel|album|playlist|newsletter|podcast|band|club|shop|store|cafe|bar|pub|out)(?!\p{L}))`;

/** The same as holidays, behind the years and the counted dates that may follow. */
export const feastDates: Readings = {
  hint: new RegExp(Object.values(feasts).join('|'), 'u'),
  list: Object.entries(feasts).map(([rule, name]) => [
    phrase`(?<=(?<before>(?<!\p{L})(?:${before})\s+)?)(?:(?<which>last|this|next)\s+(?:year'?s\s+)?)?(?:${name})${noName}(?:,?\s+(?:of\s+|in\s+)?(?:${mark('year')}|(?<year>(?:19|20)\d\d)))?`,
    (said, asked) => (isBeside(said) ? feastOf(rule, said, asked) : undefined),
  ]),
};

/** The feast of the named year; of none the latest that has begun or, in a question about plans, the first that is not over. */
export function feastOf(rule: string, said: Said, asked: AskedTime): NamedDate | null {
  const year = namedYear(said);
  if (year !== null) return feastsIn(rule, year)[0] ?? null;
  const { today } = asked;
  const own = yearOfDay(today);
  const all = [own - 2, own - 1, own, own + 1, own + 2].flatMap((one) => feastsIn(rule, one));
  const over = all.filter(({ last }) => last < today);
  const coming = all.filter(({ first }) => first > today);
  switch (said.word('which')) {
    case 'last':
      return over.at(-1) ?? null;
    case 'before last':
      return over.at(-2) ?? null;
    case 'this':
      return feastsIn(rule, own)[0] ?? null;
    case 'next':
    case 'coming':
      return coming[0] ?? null;
    case 'after next':
      return coming[1] ?? null;
    default:
      return nearestAmong(all, asked);
  }
}

function feastsIn(rule: string, year: number): DaySpan[] {
  const [kind = '', at = '', third = '', fourth = '0'] = rule.split(' ');
  if (kind === 'easter') {
    const easter = easterOf(year);
    return [span(easter + Number(at), easter + Number(third === '' ? at : third))];
  }
  if (kind === 'advent')
    return [span(theLast(sunday, dayOfDate(year, 12, christmas)).first - (advents - Number(at)) * daysAWeek)];
  if (/^\d/u.test(kind)) {
    const month = spanOfMonths(year * monthsAYear + Number(kind) - 1);
    const day = nthWeekday(month, Number(at) - 1, weekdays.indexOf(third));
    return [span(rule === frenchMothersDay ? besidesPentecost(day, year) : day + Number(fourth))];
  }
  return calendarDays.memo(`${kind} ${at} ${year}`).map((day) => span(day, day + Number(third || 1) - 1));
}

/** Ecclesiastical full moons repeat after 19 years, and are in the 30 days from 21 March on. Source: Gauss's algorithm, for 1900 to 2199. */
const [yearsOfMoon, epact, latestMoon, lateInCycle] = [19, 24, 29, 10];
const [march, equinox] = [3, 21];

/** The Sunday after the first full moon of spring. */
function easterOf(year: number): number {
  const ofCycle = year % yearsOfMoon;
  const moon = (yearsOfMoon * ofCycle + epact) % (latestMoon + 1);
  const isEarlier = moon === latestMoon || (moon === latestMoon - 1 && ofCycle > lateInCycle);
  const fullMoon = dayOfDate(year, march, equinox) + moon - Number(isEarlier);
  return theLast(sunday, fullMoon + daysAWeek + 1).first;
}

/** Days from Easter. */
const pentecost = 49;
const christmas = 25;
/** Sundays of Advent, the last one before Christmas. */
const advents = 4;

const sunday = weekdays.indexOf('sunday');

/** The last Sunday of May, but never Pentecost. */
const frenchMothersDay = '5 -1 sunday' satisfies FeastRule;
const besidesPentecost = (day: number, year: number): number =>
  day === easterOf(year) + pentecost ? day + daysAWeek : day;

/** Fewer days than any month has, so that each month is met. */
const stride = 28;

/** The days of a year that are that day of another calendar: of a lunar one, there may be two. ICU may be a day off where a new moon is at midnight. */
function daysOfCalendar(asked: string): number[] {
  const [calendar, wanted = '', inYear] = asked.split(' ');
  const [wantedMonth, wantedDay] = wanted.split('-');
  const year = Number(inYear);
  const month = calendar === 'hebrew' ? 'long' : 'numeric';
  const format = new Intl.DateTimeFormat(`en-u-ca-${calendar}`, { month, day: 'numeric', timeZone: 'UTC' });
  const found = new Set<number>();
  for (let day = dayOfDate(year, 1, 1) - stride; day <= dayOfDate(year + 1, 1, 1) + stride; day += stride) {
    const parts = format.formatToParts(dateOfDay(day));
    const part = (name: string) => parts.find(({ type }) => type === name)?.value.toLowerCase();
    if (part('month') === wantedMonth) found.add(day - Number(part('day')) + Number(wantedDay));
  }
  return [...found].filter((day) => yearOfDay(day) === year);
}

/** Room for the feasts of some years: each takes some milliseconds. */
const calendarDays = new LRUCache<string, number[]>({ max: 200, memoMethod: daysOfCalendar });
