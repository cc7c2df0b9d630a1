import { wordMap, wordSet } from '../../platform/word-lists.ts';
import { compatibleForm } from '../../platform/words/compatible-form.ts';

const trifles = wordSet('a an the of oh per');
const stresses = wordSet('really very quite also');
const fillers = wordSet(
  'in at on and is are am be been was were do does did have has had there it that just some so while then well',
).union(trifles.union(stresses));
const joints = wordSet('and or but then while who which that');
const pasts = wordSet('was were had did thought');
const weekdays = wordSet('monday tuesday wednesday thursday friday saturday sunday');
const months = new Map(
  [
    ...wordSet(
      `january february march april may june july august september october november december jan feb mar apr jun jul aug sep
      sept oct nov dec`,
    ),
  ].map((name) => [name, name.slice(0, 3)]),
);
/** Other spellings, units, pasts and words that say the same in one form. */
const same = wordMap(
  `colour:color favourite:favorite tyre:tire centre:center grey:gray neighbour:neighbor licence:license programme:program
  theatre:theater called:named contain:hold contains:hold each:every may:might autumn:fall euros:euro
  dollars:dollar pounds:pound was:past were:past had:past did:past thinks:think thought:think kilograms:kg kilos:kg
  kilogram:kg kilo:kg grams:g gram:g kilometers:km kilometres:km wi-fi:wifi ok:okay till:until whilst:while mum:mom
  percent:% metres:m meters:m`,
);
const numbers = wordMap(
  `zero:0 one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 eleven:11 twelve:12 thirteen:13 fourteen:14
  fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19 twenty:20 thirty:30 forty:40 fifty:50 sixty:60 seventy:70
  eighty:80 ninety:90 hundred:100 thousand:1000 twice:2`,
);
const ordinals = wordMap(
  'first:1 second:2 third:3 fourth:4 fifth:5 sixth:6 seventh:7 eighth:8 ninth:9 tenth:10 eleventh:11 twelfth:12',
);
const currencies = wordMap('$:dollar €:euro £:pound');

/** A sign that belongs to the following number, not a hyphen within a word or between two numbers. */
const sign = String.raw`(?:(?<![\p{L}\p{N}])[-−+±])?`;
/** With digits of any script: a price in Arabic is a number, too. */
const number = String.raw`${sign}\p{N}+(?:[.:,]\p{N}+)*`;
/** A range includes what is between its ends: rooms 3-5 are not rooms 3 and 5, and Monday-Friday is not two days. */
const range = String.raw`(?<=\p{N}\.?)-(?=\p{N})|(?<=\p{L})–(?=\p{L})|(?<=(?<!\p{L})(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat))-(?=\p{L})`;
/**
 * What distinguishes things besides words and numbers: an address, a sign that compares or divides numbers, the end of "C++",
 * "C#", "12+" and the grade "B-", and signs for yes or no.
 */
const telling = String.raw`${range}|(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{0,64}[\p{L}\p{N}]|(?:[<>≤≥≠≈~]|!(?==))=?(?=\s?\p{N})|(?<=\p{N}\s?)[/*^×÷](?=\s?\p{N})|(?<=[\p{L}\p{N}])[+#♯♭]+|(?<=(?<!\p{L})\p{L})-(?![\p{L}\p{N}-])|[👍👎✓✔✅☑✗✘❌❎☒🚫⛔]`;
const plainWord = new RegExp(String.raw`${telling}|[\p{L}\p{M}]+|${number}|${sign}\p{Sc}|%`, 'gu');
const englishWord = new RegExp(String.raw`${telling}|\p{L}+|${number}|\p{Sc}|%`, 'gu');

/** Faces, hearts and party symbols: how something is said, not what. */
const mood = String.raw`[\u{1F600}-\u{1F644}\u{1F64F}\u{1F910}-\u{1F917}\u{1F920}-\u{1F92F}\u{1F970}-\u{1F97A}\u{1F9D0}\u{1FAE0}-\u{1FAE9}☺☹❣❤\u{1F493}\u{1F495}-\u{1F49F}\u{1F5A4}\u{1F90D}\u{1F90E}\u{1F9E1}\u{1FA75}-\u{1FA77}✨\u{1F389}\u{1F38A}\u{1F525}©®™‼⁉]`;
const picture = new RegExp(String.raw`(?!${mood})\p{Extended_Pictographic}|\p{Regional_Indicator}{1,2}`, 'gu');

/** Returns the pictures and flags of a text in their order, without those of a mood. */
export const picturesOf = (text: string): string => (text.match(picture) ?? []).join(' ');

/** Brings other spellings into one form: "½" is 1/2, but "1½" is not 11/2, "10²" not 102, and ".5" not 5. */
export const unified = (text: string): string =>
  compatibleForm(
    text
      .replace(/(?<=\p{Nd})(?=[¼-¾⅐-⅞])/gu, ' ')
      .replace(/(?<=\p{Nd})(?=[²³¹⁰⁴-⁹])/gu, '^')
      .replace(/(?<![\p{L}\p{N}.])\.(?=\p{N})/gu, '0.')
      .replace(/(?<=\p{N}\.?)–(?=\p{N})/gu, '-'),
  )
    .replace(/⁄/g, '/')
    .replace(/[’‘`´]/g, "'")
    .toLowerCase();

/** Returns the words of a text in any language without case and punctuation, and numbers with their signs. */
export const plainWords = (text: string): string[] => unified(text).match(plainWord) ?? [];

/** Expands the contractions of an English text, and brings times and amounts into one form. */
function spellOut(text: string): string {
  return spellOutLetters(unified(text))
    .replace(/\b([ap])\.\s?m\.?/g, '$1m')
    .replace(/(\d),(?=\d{3}\b)/g, '$1')
    .replace(
      /([$€£])\s?(\d+(?:\.\d+)?)/g,
      (_, sign: string, amount: string) => `${amount} ${currencies.get(sign) ?? ''}`,
    )
    .replace(/\b(\d{1,2})(?:[:.](\d{2}))?\s?([ap]m)\b/g, (_, hour: string, minute: string | undefined, half: string) =>
      timeOf(Number(hour), minute ?? '00', half),
    )
    .replace(/\b(\d+)(st|nd|rd|th)\b/g, `${nth} $1`)
    .replace(/(\d)([a-z%])/g, '$1 $2');
}

const spellOutLetters = (text: string): string =>
  (text.includes("'") ? spellOutContractions(text) : text)
    .replace(/\bcannot\b/g, 'can not')
    .replace(/\band a half\b/g, 'andhalf')
    .replace(/\ba (few|little)\b/g, 'a$1');

const spellOutContractions = (text: string): string =>
  text
    .replace(/\b(can|won|shan|ain)'t\b/g, (_, verb: string) => `${shortened[verb] ?? verb} not`)
    .replace(/(\w)n't\b/g, '$1 not')
    .replace(/\b(there|it|that|he|she|what|who|where|here)'s\b/g, '$1 is')
    .replace(/'(m|re|ve|ll|d)\b/g, (_, end: string) => ` ${ends[end] ?? end}`)
    .replace(/'s\b/g, '');

const shortened: Readonly<Record<string, string>> = { can: 'can', won: 'will', shan: 'shall', ain: 'is' };
const ends: Readonly<Record<string, string>> = { m: 'am', re: 'are', ve: 'have', ll: 'will', d: 'would' };

const timeOf = (hour: number, minute: string, half: string): string => {
  const of24 = (hour % 12) + (half === 'pm' ? 12 : 0);
  return `${String(of24).padStart(2, '0')}:${minute}`;
};

const written = new Map([...same, ...numbers].reverse().map(([word, form]) => [form, word]));

/** Returns spellings that the forms of an English text may come from: "mom 2 cat" is also "mum two cat". */
export function writingsOf(forms: string): string[] {
  const other = forms.split(' ').map((form) => written.get(form) ?? form);
  return [...new Set([forms, other.join(' ')])];
}

/** Precedes the number of an ordinal: "first" is not "one". */
const nth = 'nth';

/** Returns one form for each word of an English text: numbers as digits, one spelling, no plural; nothing is left out. */
export const formsOf = (text: string): string[] => formsBy(formOf, text);

/** The same, but keeps plurals and pasts. */
export const strictFormsOf = (text: string): string[] => formsBy(strictFormOf, text);

function formsBy(formOf: (word: string) => string, text: string): string[] {
  const forms = englishWords(text).map(formOf);
  // An ordinal has two.
  const single = forms.some((form) => form.includes(' ')) ? forms.flatMap((form) => form.split(' ')) : forms;
  return single.filter((form, place) => form !== nth || !isOfMonth(single, place));
}

/** Sentences of English letters alone, without abbreviations: most texts. */
const lettersAlone = /^(?:[a-z ,!?']|(?<=[a-z]{2})\.(?= |$))*$/i;

/** Of letters alone, most of what is unified and spelt out is not there. */
const englishWords = (text: string): string[] =>
  lettersAlone.test(text)
    ? (spellOutLetters(text.toLowerCase()).match(/[a-z]+/g) ?? [])
    : (spellOut(text).match(englishWord) ?? []);

/** "May 3rd", "May the third", "3rd May" and "the third of May" are all 3 May. */
function isOfMonth(forms: readonly string[], place: number): boolean {
  const before = forms.slice(Math.max(0, place - 2), place).findLast((form) => form !== 'the');
  const behind = forms.slice(place + 2, place + 4).find((form) => form !== 'of');
  return [before, behind].some((form = '') => mayBeMonth(form));
}

const formOf = (word: string): string => knownForms.get(word) ?? singular(word);
const strictFormOf = (word: string): string => (pasts.has(word) ? word : (knownForms.get(word) ?? word));

const knownForms: ReadonlyMap<string, string> = new Map([
  // People march in any month.
  ...[...months].filter(([name]) => name !== 'march'),
  ...currencies,
  ...same,
  ...numbers,
  ...[...ordinals].map(([word, ordinal]) => [word, `${nth} ${ordinal}`] as const),
]);

/** Drops the -s of a plural or a verb. Weekdays keep theirs: "Fridays" are several. */
function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || /[sui]s$/.test(word) || weekdays.has(word.slice(0, -1))) return word;
  if (/ies$/.test(word)) return `${word.slice(0, -3)}y`;
  const one = /(ch|sh|x|ss|zz)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
  return same.get(one) ?? one;
}

/** All forms without the blanks between them, so that "weekend" and "week end" are equal; numbers stay apart. */
export const wholeOf = (forms: readonly string[]): string => forms.join(' ').replace(/(?<!\p{N}) | (?!\p{N})/gu, '');

/** Returns the forms that carry the meaning. */
export const meaningful = (forms: readonly string[]): string[] => forms.filter((form) => !fillers.has(form));

/** Returns the forms without those that hardly ever change a meaning. "Not very good" is not "not good". */
export function withoutTrifles(forms: readonly string[]): string[] {
  const isDenied = forms.some(isNegation);
  return forms.filter((form) => !trifles.has(form) && (isDenied || !stresses.has(form)));
}

/** Whether the forms state two things: "swims and runs", "the man who came is ill", "decided to quit". */
export const hasParts = (forms: readonly string[]): boolean =>
  forms.some(
    (form, place) => joints.has(form) || (wish.test(form) && forms.slice(place + 1, place + 3).includes('to')),
  );

/** Verbs that "to" and another verb may follow, in any form. */
const wish =
  /^(?:agre|ask|decid|forg[eo]tt?|hop|invit|lik|need|offer|order|plann?|prefer|refus|remember|remind|tr[iy]|want)(?:e|ed|en|es|ing|s)?$/;

export const isQuestion = (text: string): boolean => /\?\s*$/.test(text);
export const isNumber = (form: string): boolean => /^[-−+±]?\p{N}/u.test(form);
export const isWeekday = (form: string): boolean => weekdays.has(form) || weekdays.has(form.replace(/s$/, ''));
export const isMonth = (form: string): boolean => months.has(form);
/** "May" has the form of the verb. */
export const mayBeMonth = (form: string): boolean => isMonth(form) || form === 'might';

const negations = wordSet('not no never none nobody nothing neither nor without hardly barely');
export const isNegation = (form: string): boolean => negations.has(form);

const movable = wordSet('usually often always sometimes mostly generally normally');
/** Whether it says how often or how usually: it may stand anywhere in its sentence, but not on the other side of a negation. */
export const isAdverb = (form: string): boolean => movable.has(form);
export const isYear = (form: string): boolean => /^(?:1[89]|20)\d\d$/.test(form);
/** Whether it is a year or a time of day. */
export const isTime = (form: string): boolean => isYear(form) || /^\d\d?:\d\d$/.test(form);

const relative = wordSet('today tomorrow yesterday tonight now currently recently ago last next this lately just soon');
/** Whether a text names a day relative to the day on which it was said: "tomorrow", "last week", "on Friday". */
export function dependsOnDay(text: string): boolean {
  const plain = plainWords(text);
  const habit = plain.includes('every') || plain.includes('each');
  return plain.some((word) => relative.has(word) || (weekdays.has(word) && !habit));
}
