import words from './words.json' with { type: 'json' };

const fillers = new Set(words.fillers);
const same = new Map(Object.entries(words.same));
const numbers = new Map(Object.entries(words.numbers));
const months = new Map(words.months.map((name) => [name, name.slice(0, 3)]));
const shortMonths = new Set(months.values());
const weekdays = new Set(words.weekdays);
const currencies = new Map([
  ['$', 'dollar'],
  ['€', 'euro'],
  ['£', 'pound'],
]);

/** A mark that belongs to what follows it: a sign, not a hyphen within a word or between two numbers. */
const sign = String.raw`(?:(?<![\p{L}\p{N}])[-−+±])?`;
/** In the digits of any script: a price in Arabic is a number, too. */
const number = String.raw`${sign}\p{N}+(?:[.:,]\p{N}+)*`;
/** What tells two things apart beside words and numbers: an address, what compares a number, the end of "C++", "C#" and the grade "B-". */
const telling = String.raw`(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{0,64}[\p{L}\p{N}]|[<>≤≥]=?(?=\s?\p{N})|(?<=\p{L})[+#]+|(?<=(?<!\p{L})\p{L})-(?![\p{L}\p{N}-])`;
const plainWord = new RegExp(String.raw`${telling}|[\p{L}\p{M}]+|${number}|${sign}[$€£]|%`, 'gu');
const englishWord = new RegExp(String.raw`${telling}|\p{L}+|${number}|%`, 'gu');

/** Words of a text without case and punctuation, numbers with their signs. In any language. */
export const plainWords = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/(\d),(?=\d{3}\b)/g, '$1')
    .match(plainWord) ?? [];

/** An English text with its short forms written out, times and amounts in one form. */
function spellOut(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[’‘`´]/g, "'")
    .toLowerCase()
    .replace(/\b(can|won|shan|ain)'t\b/g, (_, verb: string) => `${shortened[verb] ?? verb} not`)
    .replace(/\bcannot\b/g, 'can not')
    .replace(/(\w)n't\b/g, '$1 not')
    .replace(/\b(there|it|that|he|she|what|who|where|here)'s\b/g, '$1 is')
    .replace(/'(m|re|ve|ll|d)\b/g, (_, end: string) => ` ${ends[end] ?? end}`)
    .replace(/'s\b/g, '')
    .replace(/\b([ap])\.\s?m\.?/g, '$1m')
    .replace(/(\d),(?=\d{3}\b)/g, '$1')
    .replace(
      /([$€£])\s?(\d+(?:\.\d+)?)/g,
      (_, sign: string, amount: string) => `${amount} ${currencies.get(sign) ?? ''}`,
    )
    .replace(/\b(\d{1,2})(?:[:.](\d{2}))?\s?([ap]m)\b/g, (_, hour: string, minute: string | undefined, half: string) =>
      timeOf(Number(hour), minute ?? '00', half),
    )
    .replace(/\b(\d+)(st|nd|rd|th)\b/g, '$1')
    .replace(/(\d)([a-z%])/g, '$1 $2');
}

const shortened: Readonly<Record<string, string>> = { can: 'can', won: 'will', shan: 'shall', ain: 'is' };
const ends: Readonly<Record<string, string>> = { m: 'am', re: 'are', ve: 'have', ll: 'will', d: 'would' };

const timeOf = (hour: number, minute: string, half: string): string => {
  const of24 = (hour % 12) + (half === 'pm' ? 12 : 0);
  return `${String(of24).padStart(2, '0')}:${minute}`;
};

/** Words of an English text in one form each: numbers as digits, one spelling, no plural; nothing left out. */
export const formsOf = (text: string): string[] =>
  (spellOut(text).match(englishWord) ?? []).flatMap((word) => formOf(word).split(' '));

function formOf(word: string): string {
  const number = numbers.get(word);
  if (number !== undefined) return String(number);
  const known = same.get(word);
  if (known !== undefined) return known;
  const month = months.get(word);
  if (month !== undefined && word !== 'may' && word !== 'march') return month;
  return singular(word);
}

/** Without the -s of a plural or of a verb. Weekdays keep theirs: "Fridays" are many. */
function singular(word: string): string {
  if (word.length < 4 || !/[^s]s$/.test(word) || /(us|is)$/.test(word) || weekdays.has(word.slice(0, -1))) return word;
  if (/ies$/.test(word)) return `${word.slice(0, -3)}y`;
  const one = /(ch|sh|x|ss|zz)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
  return same.get(one) ?? one;
}

/** Forms of the words that carry the meaning. */
export const meaningful = (forms: readonly string[]): string[] => forms.filter((form) => !fillers.has(form));

export const isNumber = (form: string): boolean => /^[-−+±]?\p{N}/u.test(form);
export const isWeekday = (form: string): boolean => weekdays.has(form) || weekdays.has(form.replace(/s$/, ''));
export const isMonth = (form: string): boolean => months.has(form) || shortMonths.has(form);

const negations = new Set(words.negations);
export const isNegation = (form: string): boolean => negations.has(form);

const movable = new Set(words.adverbs);
/** Says how often or how usually, and may stand anywhere in its sentence, but not on the other side of a negation. */
export const isAdverb = (form: string): boolean => movable.has(form);
/** A year or a time of day. */
export const isTime = (form: string): boolean => /^(?:1[89]|20)\d\d$|^\d\d?:\d\d$/.test(form);

const relative = new Set(words.relative);
/** Whether a text names a day by the day on which it was said: "tomorrow", "last week", "on Friday". */
export function dependsOnDay(text: string): boolean {
  const plain = plainWords(text);
  const habit = plain.includes('every') || plain.includes('each');
  return plain.some((word) => relative.has(word) || (weekdays.has(word) && !habit));
}
