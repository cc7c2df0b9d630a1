import { matchesOf } from '../matches-of.ts';

/** A letter with case: of scripts that separate words. */
const letter = String.raw`[\p{Lu}\p{Ll}]`;
const begin = String.raw`(?<![\p{L}\p{N}]|\p{N}[.,:'’_])`;
const end = String.raw`(?![\p{L}\p{N}]|[.,'’_]\p{N})`;
/** Not part of an id: the parts of ids are found anyway. */
const [apart, alone] = ['(?<!-)', '(?!-)'];

const rule = (pattern: string, words: (...parts: string[]) => string[]) => ({
  pattern: new RegExp(pattern, 'gu'),
  words,
});

/** Each matches one spelling, and returns the words of another. */
const rules = [
  // "1,299.00", "1.299,00", "14'300", "1_000_000", and "1,00,000" as in India.
  rule(
    String.raw`${begin}([1-9]\d{0,2}([.,'’_])(?:\d{2,3}\2)*\d{3})(?:(?!\2)[.,](\d\d?))?${end}`,
    (whole = '', _, cents = '00') => [`${whole.replace(/\D/g, '')}${/^0+$/.test(cents) ? '' : `.${cents}`}`],
  ),
  // "640.00"
  rule(String.raw`${begin}(\d+)[.,]00${end}`, (whole = '') => [whole]),
  // "iPhone15"
  rule(`${apart}${begin}(${letter}{2,20})(\\d+)${end}${alone}`, (name = '', number = '') => [name, number]),
  // "100GB", but not "1st"
  rule(
    String.raw`${apart}${begin}(\d+(?:[.,:]\d+)?)(?!(?:st|nd|rd|th)${end})(${letter}{2,4})${end}${alone}`,
    (number = '', unit = '') => [number, unit],
  ),
  // "U.S."
  rule(String.raw`(?<![\p{L}\p{N}.])((?:\p{Lu}\.){2,9}\p{Lu}?)(?!\p{L})`, (name = '') => [name.replaceAll('.', '')]),
  // "O'Brien"
  rule(String.raw`(?<![\p{L}\p{N}])(\p{Lu})['’](\p{Lu}\p{Ll}{1,20})(?![\p{L}\p{N}])`, (first = '', second = '') => [
    first + second,
  ]),
  // "C++" and "C#" are not C, nor is ".NET" a net.
  rule(String.raw`(?<![\p{L}\p{N}])(${letter}{1,20})\+\+(?![\p{L}\p{N}+])`, (name = '') => [`${name}plusplus`]),
  rule(String.raw`(?<![\p{L}\p{N}])(${letter}{1,20})#(?![\p{L}\p{N}#])`, (name = '') => [`${name}sharp`]),
  rule(String.raw`(?<![\p{L}\p{N}.])\.(${letter}{2,20})${end}`, (name = '') => [`dot${name}`]),
  // "Wi-Fi"
  rule(
    String.raw`(?<![^\p{P}\p{S}]|[-.@/_])(${letter}{1,20})[-‐‑](${letter}{1,20})(?![-.@/_]?[\p{L}\p{N}])`,
    (first = '', second = '') => [first + second],
  ),
  // "getUserName" and "#MentalHealth"
  rule(String.raw`(?<![\p{L}\p{N}])(#?${letter}[\p{Lu}\p{Ll}\d]+)`, (name = '') => wordsOfName(name)),
];

/** Pre-check: everything that a rule matches contains one of these. */
const telling = /\d[.,'’_:]\d|\p{L}\d|\d\p{L}|\p{Ll}\p{Lu}|\p{L}[-‐‑+#]|\.\p{L}|\p{Lu}['’]\p{Lu}/u;

/** Whether a word, or any word of a text, may have another spelling. */
export const mayBeWrittenOtherwise = (text: string): boolean => telling.test(text);

/** Returns other spellings of a run of text between spaces: "WiFi" for "Wi-Fi", 1299 for "1,299.00", and iPhone and 15 for "iPhone15". */
export const otherWritings = (given: string): string[] =>
  mayBeWrittenOtherwise(given)
    ? rules.flatMap(({ pattern, words }) => matchesOf(given, pattern).flatMap(([, ...parts]) => words(...parts)))
    : [];

const hump = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;

/** Splits identifiers and hashtags into words; "iPhone" and "YouTube" are one word each. */
function wordsOfName(name: string): string[] {
  const parts = name.replace('#', '').split(hump);
  const isMade = parts.length > 2 || (parts.length === 2 && /^(?:#|\p{Ll}{2})/u.test(name));
  return isMade ? parts.filter((part) => /^\p{L}{2}/u.test(part)) : [];
}
