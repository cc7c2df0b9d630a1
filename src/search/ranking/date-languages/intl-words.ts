import { plainQuestion } from '../plain-question.ts';
import { units } from '../relative-date.ts';

/** Counts that together cover every plural form of any language. Source: the plural rules of Unicode's CLDR. */
const counts = [1, 2, 3, 4, 5, 6, 10, 11, 12, 20, 21, 22, 100];
/** Counts that may have a word of their own ("gestern") besides the form with a number ("vor 1 Tag"). */
const withWords = [0, 1, 2, 3];

/** As a pattern, in the form of `plainQuestion`. */
const escaped = (text: string): string => plainQuestion(text).replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

/** Patterns of phrases that count back from today, by their meaning: a unit, and how many of it. */
interface Phrases {
  /** Phrases without a number: "gestern" means "day 1". */
  readonly worded: ReadonlyMap<string, string>;
  /** Phrases with a number, by which their meaning is multiplied: "vor {count} Tagen" means "day 1". */
  readonly counted: ReadonlyMap<string, string>;
}

export function phrasesIn(language: string): Phrases {
  const [past, toCome] = [saidIn(language, -1), saidIn(language, 1)];
  // In Hindi one word means both yesterday and tomorrow.
  const isClear = ([phrase, meaning]: readonly [string, string]) =>
    [past, toCome].every((said) => (said.get(phrase) ?? meaning) === meaning);
  const clear = [...past, ...toCome].filter(isClear);
  const [counted = [], worded = []] = [true, false].map((isCounted) =>
    clear.filter(([phrase]) => phrase.includes('{count}') === isCounted),
  );
  return { worded: byMeaning(worded), counted: byMeaning(counted) };
}

function byMeaning(phrases: readonly (readonly [phrase: string, meaning: string])[]): Map<string, string> {
  const groups = Map.groupBy(phrases, ([, meaning]) => meaning);
  return new Map([...groups].map(([meaning, group]) => [meaning, group.map(([phrase]) => phrase).join('|')]));
}

/** The meanings of phrases for times before today (-1) or after it (1). */
function saidIn(language: string, direction: -1 | 1): Map<string, string> {
  const phrases = new Map<string, string>();
  for (const numeric of ['auto', 'always'] as const) {
    const format = new Intl.RelativeTimeFormat([language, 'en'], { numeric });
    for (const unit of units) {
      for (const count of numeric === 'auto' ? [...withWords, ...counts] : counts) {
        const phrase = escaped(format.format(direction * count, unit)).replace(/\d+/u, '{count}');
        const back = -direction * (phrase.includes('{count}') ? 1 : count);
        if (!phrases.has(phrase)) phrases.set(phrase, `${unit} ${back}`);
      }
    }
  }
  return phrases;
}

const utc = { calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC' } as const;
const monthNumbers = Array.from({ length: 12 }, (_, index) => index);
const formatOf = (locale: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat([locale, 'en'], { ...utc, ...options });
const firstOf = (month: number): number => Date.UTC(2023, month, 1);

/** The names of each month, beside a day and alone. */
export function monthNames(locales: readonly string[], form: 'long' | 'short'): string[] {
  const besides = [{ year: 'numeric' }, { day: 'numeric', year: 'numeric' }] as const;
  const formats = locales.flatMap((locale) => besides.map((beside) => formatOf(locale, { ...beside, month: form })));
  const nameIn = (format: Intl.DateTimeFormat, month: number) =>
    format.formatToParts(firstOf(month)).find(({ type }) => type === 'month')?.value ?? '';
  return monthNumbers.map((month) => [...new Set(formats.map((format) => escaped(nameIn(format, month))))].join('|'));
}

/** Patterns of a day and of a month, each with its year, as Intl writes them. */
export function wholeDates(language: string): { day: string; month: string; order: string } {
  const long = { month: 'long', year: 'numeric' } as const;
  const parts = (options: Intl.DateTimeFormatOptions) => formatOf(language, options).formatToParts(firstOf(0));
  const kinds = parts({ ...long, month: 'numeric', day: 'numeric' }).map(({ type }) => type.charAt(0));
  return {
    day: patternOf(parts({ ...long, day: 'numeric' })),
    month: patternOf(parts(long)),
    order: kinds.filter((kind) => 'dmy'.includes(kind)).join(''),
  };
}

/** Words behind the last part, as in Russian, are often left out. */
function patternOf(written: readonly Intl.DateTimeFormatPart[]): string {
  const last = written.findLastIndex(({ type }) => type !== 'literal');
  const parts = written.slice(0, last + 1).map(({ type, value }) => (type === 'literal' ? value : `{${type}}`));
  return escaped(parts.join('')).replaceAll(/\\\{(\w+)\\\}/gu, '{$1}');
}
