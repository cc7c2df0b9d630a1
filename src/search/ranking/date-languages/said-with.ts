import type { DateLanguage } from './date-language.ts';

/** The small words around dates, as alternatives. */
interface SmallWords {
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
  const isOn = `(?:(?:${on}) )?`;
  const until = `(?: (?:${to}|${and}) ${isOn}| ?[-–] ?)`;
  const begin = `(?:(?:${from}) )?`;
  /** "The last Friday of September" is not last Friday. */
  const notOf = `(?! (?:${of}) \\u00A4)`;
  const divided = `{:single}|{:weekday}|{:weekend}|{:half}|{:part}|{:unit}`;
  return {
    days: `${begin}{from=day}\\.?${until}{day}\\.? ${isOf}{month}\\.?${year}`,
    day: `{day}\\.? ${isOf}{month}\\.?${year}|(?<=(?:${on}|${from}|${to}|${since}) ){day}[./](?<month>\\d{1,2})(?:[./]{shortYear}|\\.?)(?![./]?\\d)`,
    month: [
      `{which} {monthName}|{monthName} {which}(?! {:single})`,
      `(?<=(?:${at}|${since}) |(?:${divided}) ${isOf}){monthName}(?! \\d{1,2}(?!\\d))${year}`,
      `(?<=(?:${from}) ){monthName}${year}(?= (?:${to}|${and}) )`,
      `{monthName}(?= ${isOf}(?:(?:{:which} )?{:single}|{:back})(?!\\p{L}))|{month}\\.? ${isOf}{year}`,
    ].join('|'),
    toMonth: `(?<={@from} (?:${to}|${and}) ){monthName}${year}`,
    years: `${begin}{from=year}(?: (?:${to}|${and}) | ?[-–] ?){year}`,
    year: `(?<=^|(?:${at}|${since}|${from}) ){year}`,
    unit: `{which} {single}${notOf}|{single} {which}${notOf}`,
    feast: feastBeside(`${at}|${on}|${since}`, of),
    weekdays: `(?:${from}) ${isOn}{weekday} (?:${to}|${and}) ${isOn}{end=weekday}`,
    weekdayIn: `{weekday} ${isOf}{@week}|{@week},? ${isOn}{weekday}`,
    weekday: `{which} {weekday}${notOf}|{weekday} {which}${notOf}|(?<=(?:${on}|${since}) ){weekday}${notOf}`,
    weekend: `{which} {weekend}${notOf}|{weekend} {which}${notOf}`,
    season: `{which} {season}|{season} {which}|(?<=(?:${at}|${since}) ){season}(?: ${isOf}{@year})?|{season} ${isOf}{@year}`,
    quarter: `{nth} {quarter}(?: ${isOf}{@year})?`,
    half: `{nth} {half}(?: ${isOf}{@year})?`,
    numberedWeek: `{:week} (?<week>\\d{1,2})(?:[ ,/]+{year}| ${isOf}{@year}|(?! (?:${of}) ))`,
    withYear: `{@date},? (?:(?:${at}|${of}) )?{@year}|{@year},? (?:(?:${at}|${on}) )?{@date}`,
    daysOfMonth: `{day}\\.? ${isOf}{@month}`,
    nthOf: `{nth} (?:{what=weekday}|{what=week}|{what=weekend}) (?:(?:${of}|${at}) )?{@of}`,
    endOf: `(?:{end=nth} {count}|{count} {end=nth}) {what=unit} (?:(?:${of}|${at}) )?{@of}`,
    thirdOf: `{part} (?:${isOf}){@of}`,
    sinceThen: `(?:${since}) ${isOn}{@from}(?! (?:${to}|${and}) )`,
    between: `(?:${from}) ${isOn}{@from} (?:${to}|${and}) ${isOn}{@to}|{@from}(?: (?:${to}) ${isOn}| ?[-–] ?){@to}`,
    joined: `{@from} (?:${and}) (?:(?:${at}|${on}) )?{@to}`,
  };
}

/** A feast with a small word, "last" or a year beside it: alone it is a subject, not a date. */
export function feastBeside(before: string, of: string): string {
  const year = `,? (?:(?:${of}) ?)?(?:{@year}|{year})`;
  return `(?<=(?:${before}) )(?:{which} )?{feast}(?:${year})?|{which} {feast}|{feast} {which}|{feast}${year}|{@year},? (?:(?:${before}) )?{feast}`;
}
