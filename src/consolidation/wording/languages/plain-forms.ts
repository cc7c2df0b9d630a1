import { wordMap, wordSet } from '../../../platform/word-lists.ts';
import { plainWords, unified } from '../tokens.ts';
import type { Patterns } from './patterns.ts';
import type { WordingLanguage } from './wording-language.ts';

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
/** A Monday. */
const [year, firstDay] = [2024, 1];

/**
 * Brings texts of one language into plain words: numbers, dates and times in digits, weekdays and what happens every day in one
 * form, and nothing of what is only said before the matter.
 */
export class PlainForms {
  readonly #language: WordingLanguage;
  readonly #opening: RegExp;
  readonly #replaced: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[];
  readonly #same: ReadonlyMap<string, string>;
  readonly #articles: ReadonlySet<string>;

  constructor(code: string, language: WordingLanguage, patterns: Patterns) {
    this.#language = language;
    this.#articles = wordSet(language.articles);
    const same = wordMap(language.same);
    // Where no blanks are, words are replaced in the text.
    this.#same = language.isUnbroken ? new Map() : same;
    const between = language.isUnbroken ? String.raw`[\s,:;!。、…]+` : String.raw`(?:\s*[,:;!.…–—-]+\s*|\s+)`;
    this.#opening = patterns.of(`^(?:(?:${language.openings})${between})+`);
    const written = language.written.map(([one, plain]) => [patterns.ofWords(one), plain] as const);
    const names = namesOf(code, language);
    this.#replaced = [
      ...(language.isUnbroken ? [...same].map(([word, form]) => [patterns.of(word), form] as const) : []),
      ...names.map(([name, form]) => [patterns.of(name), form] as const),
      [patterns.of(String.raw`(?<=\d)${language.thousands}(?=\d{3}(?!\d))`), ''],
      numbersOf(language, patterns),
      ...written,
      [/(\d{1,2})\.(\d{1,2})\.(\d{4})?\./gu, (_, day = '', month = '', y = '0') => `${+day}.${+month}.${y}`],
      [/(half (?:past|to) )?(pm )?(\d{1,2}):(\d{2})?(?!\d)/gu, (_, ...said) => timeOf(said)],
      [/(?<=\d)(?=[\p{L}%])/gu, ' '],
    ];
  }

  /** Returns the words of a text in their order, without articles. */
  of(text: string): string[] {
    const matter = unified(text).replace(this.#opening, '');
    const plain = this.#replaced.reduce((told, [from, to]) => replaced(told, from, to), matter);
    const words = plainWords(this.#language.isUnbroken ? plain.replace(/\p{Script=Han}/gu, ' $& ') : plain);
    return words.map((word) => this.#same.get(word) ?? word).filter((word) => !this.#articles.has(word));
  }
}

/** Whether a form is a time of day, a date, a month, or "everyday". */
export const isPlainTime = (form: string): boolean =>
  /^(?:\d{1,2}:\d\d|\d{1,2}\.\d{1,2}\.\d+|m\d{1,2}|every\p{L}+)$/u.test(form);

const replaced = (text: string, from: RegExp, to: string | ((...found: string[]) => string)): string =>
  typeof to === 'string' ? text.replace(from, to) : text.replace(from, to);

function timeOf([half = '', later = '', hour = '', minute = '00']: readonly string[]): string {
  const hours = +hour + (later !== '' && +hour < 12 ? 12 : 0) - (half === 'half to ' ? 1 : 0);
  return `${hours}:${half === '' ? minute : '30'}`;
}

/** Patterns of the names of weekdays and months, with "monday" and "m7" for them. */
function namesOf(code: string, { isUnbroken }: WordingLanguage): (readonly [string, string])[] {
  const bounded = (name: string) => (isUnbroken ? name : String.raw`(?<!\p{L})${name}(?=s?(?!\p{L}))`);
  const named = (options: Intl.DateTimeFormatOptions, dates: readonly number[], forms: readonly string[]) => {
    const format = new Intl.DateTimeFormat(code, { ...options, timeZone: 'UTC' });
    return forms.map((form, place) => [bounded(format.format(dates[place]).toLowerCase()), form] as const);
  };
  const days = weekdays.map((_, place) => Date.UTC(year, 0, firstDay + place));
  const dayForms = isUnbroken ? weekdays.map((day) => ` ${day} `) : weekdays;
  const long = named({ weekday: 'long' }, days, dayForms);
  // The short names of other languages are words, too, and in the others months are numbers.
  if (isUnbroken) return [...long, ...named({ weekday: 'short' }, days, dayForms)];
  const months = Array.from({ length: 12 }, (_, month) => Date.UTC(year, month, 1));
  const monthForms = months.map((_, month) => `m${month + 1}`);
  return [...long, ...named({ month: 'long' }, months, monthForms)];
}

/** A pattern of number words, also of tens and ones, and their digits. */
function numbersOf({ isUnbroken, numbers, joined: between }: WordingLanguage, patterns: Patterns) {
  if (isUnbroken) return [/[零〇一二两三四五六七八九十百千万]+/gu, hanNumber] as const;
  const values = wordMap(numbers);
  const word = [...values.keys()].sort((one, other) => other.length - one.length).join('|');
  const pattern = `(?<!\\p{L})(${word})${between ? `(?:(${between})(${word}))?` : '()()'}(?!\\p{L})`;
  const digits = (_: string, tens = '', gap = '', ones = '') => {
    const [ten, one] = [Number(values.get(tens)), Number(values.get(ones))];
    if (ones === '') return String(ten);
    return ten >= 20 && ten < 100 && ten % 10 === 0 && one < 20 ? String(ten + one) : `${ten}${gap}${one}`;
  };
  return [patterns.of(pattern), digits] as const;
}

const hanDigits = '零一二三四五六七八九';
const hanUnits = new Map([...'十百千'].map((unit, place) => [unit, 10 ** (place + 1)]));

/** "三十" is 30, "一百零五" 105, "二〇二三" 2023. */
function hanNumber(written: string): string {
  const plain = written.replaceAll('两', '二').replaceAll('〇', '零');
  if (!/[十百千万]/u.test(plain)) return [...plain].map((digit) => hanDigits.indexOf(digit)).join('');
  let [whole, part, digit] = [0, 0, 0];
  for (const sign of plain) {
    const unit = hanUnits.get(sign);
    if (sign === '万') [whole, part, digit] = [(whole + part + digit) * 10_000, 0, 0];
    else if (unit === undefined) digit = hanDigits.indexOf(sign);
    else [part, digit] = [part + Math.max(1, digit) * unit, 0];
  }
  return String(whole + part + digit);
}
