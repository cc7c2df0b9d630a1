import { timesOfDay } from '../time-of-day.ts';
import { type DateLanguage, listed } from './date-language.ts';
import { monthNames, phrasesIn, wholeDates } from './intl-words.ts';

/** Patterns of words by what they mean. */
export type Words = ReadonlyMap<string, string>;

const entriesOf = (list = ''): string[] =>
  list === ''
    ? []
    : list
        .trim()
        .split(/\s+/u)
        .map((entry) => entry.replaceAll('_', ' '));

/** The words of a language by their names in its patterns. */
export function wordsIn(code: string, language: DateLanguage): Readonly<Record<string, Words>> {
  const { back = {}, holidays = {}, feasts = {} } = language;
  const locales = [code, ...(language.locales ?? [])];
  const lists: Readonly<Record<string, string | undefined>> = language.words;
  const list = (name: string, meanings: readonly string[], entries = entriesOf(lists[name])): Words =>
    new Map(entries.map((entry, place) => [String(meanings[place]), entry]));
  const monthName = list('month', listed.month, lists['month'] === undefined ? monthNames(locales, 'long') : undefined);
  const short = list('month', listed.month, monthNames(locales, 'short'));
  const { worded, counted } = phrasesIn(code);
  return {
    ...Object.fromEntries(Object.entries(listed).map(([name, meanings]) => [name, list(name, meanings)])),
    week: new Map([['week', list('single', listed.single).get('week') ?? '(?!)']]),
    monthName,
    month: new Map([...monthName].map(([month, name]) => [month, `${name}|${short.get(month)}`])),
    // "Yesterday evening" before "yesterday".
    back: new Map([...Object.entries(back).filter(isOfTime), ...worded, ...Object.entries(back)]),
    counted,
    holiday: new Map(Object.entries(holidays)),
    feast: new Map(Object.entries(feasts)),
  };
}

const isOfTime = ([meaning]: readonly [string, string]): boolean => timesOfDay.some((time) => meaning.startsWith(time));

/** A title: "Der letzte Sommer". */
const quoted = `["“„«»][^"“”«»]{1,40}["“”«»]|(?<=^| )'[^']{2,40}'`;

/** What the language says, and behind it what all say alike and what Intl says. */
export function saidIn(code: string, { said }: DateLanguage): Readonly<Record<string, string>> {
  const { day, month, order } = wholeDates(code);
  const ymd = String.raw`{year}(?:-|\/|\. ?)(?<month>\d{1,2})(?:-|\/|\. ?){day}`;
  const dmy = String.raw`{day}(?:-|\/|\. ?)(?<month>\d{1,2})(?:-|\/|\. ?){year}`;
  const shared: Readonly<Record<string, string>> = {
    noDate: quoted,
    day: [ymd, ...(order === 'dmy' ? [dmy] : []), day].join('|'),
    month: String.raw`{year}-(?<month>0[1-9]|1[0-2])(?!-?\d)|${month}`,
    counted: '{counted}',
    back: '{back}',
  };
  const own = Object.entries(said).map(([meaning, pattern]) => [
    meaning,
    [pattern, shared[meaning] ?? []].flat().join('|'),
  ]);
  return { ...shared, ...Object.fromEntries(own) };
}
