import type { DateLanguage } from './date-language.ts';

/** The small words around dates, as alternatives. */
export interface SmallWords {
  /** Before a month, a season or a year: "in". */
  readonly at: string;
  /** Before a day or a weekday: "on". */
  readonly on: string;
  readonly of: string;
  /** "From" and "between". */
  readonly from: string;
  readonly to: string;
  readonly and: string;
  readonly since: string;
}

/** What is said with small words in languages that have them before dates. */
export function saidWith({ at, on, of, from, to, and, since }: SmallWords): DateLanguage['said'] {
  const isOf = `(?:(?:${of}) )?`;
  const year = `(?:,? ${isOf}{year})?`;
  const until = `(?: (?:${to}|${and}) (?:(?:${on}) )?| ?[-–] ?)`;
  return {
    days: `{from=day}\\.?${until}{day}\\.? ${isOf}{month}\\.?${year}`,
    day: `{day}\\.? ${isOf}{month}\\.?${year}|(?<=(?:${on}|${from}|${to}|${since}) ){day}[./](?<month>\\d{1,2})(?:[./]{shortYear}|\\.?)(?![./]?\\d)`,
    month: `{which} {monthName}|{monthName} {which}|(?<=(?:${at}|${since}) ){monthName}(?! \\d{1,2}(?!\\d))${year}|(?<=(?:${from}) ){monthName}${year}(?= (?:${to}|${and}) )|{month}\\.? ${isOf}{year}`,
    toMonth: `(?<={@from} (?:${to}|${and}) ){monthName}${year}`,
    years: `{from=year}(?: (?:${to}|${and}) | ?[-–] ?){year}`,
    year: `(?<=^|(?:${at}|${since}|${from}) ){year}`,
    unit: '{which} {single}|{single} {which}',
    weekdays: `(?:${from}) (?:(?:${on}) )?{weekday} (?:${to}|${and}) (?:(?:${on}) )?{end=weekday}`,
    weekdayIn: `{weekday} ${isOf}{@week}|{@week},? (?:(?:${on}) )?{weekday}`,
    weekday: `{which} {weekday}|{weekday} {which}|(?<=(?:${on}|${since}) ){weekday}`,
    weekend: '{which} {weekend}|{weekend} {which}',
    season: `{which} {season}|{season} {which}|(?<=(?:${at}|${since}) ){season}(?: ${isOf}{@year})?|{season} ${isOf}{@year}`,
    quarter: `{nth} {quarter}(?: ${isOf}{@year})?`,
    half: `{nth} {half}(?: ${isOf}{@year})?`,
    withYear: `{@date},? (?:(?:${at}|${of}) )?{@year}|{@year},? (?:(?:${at}|${on}) )?{@date}`,
    daysOfMonth: `{day}\\.? ${isOf}{@month}`,
    nthOf: `{nth} (?:{what=weekday}|{what=week}|{what=weekend}) (?:(?:${of}|${at}) )?{@of}`,
    endOf: `(?:{end=nth} {count}|{count} {end=nth}) {what=unit} (?:(?:${of}|${at}) )?{@of}`,
    thirdOf: `{part} (?:${isOf}){@of}`,
    sinceThen: `(?:${since}) (?:(?:${on}) )?{@from}`,
    between: `(?:${from}) (?:(?:${on}) )?{@from} (?:${to}|${and}) (?:(?:${on}) )?{@to}|{@from}(?: (?:${to}) (?:(?:${on}) )?| ?[-–] ?){@to}`,
    joined: `{@from} (?:${and}) (?:(?:${at}|${on}) )?{@to}`,
  };
}
