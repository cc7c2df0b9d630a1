import { phrase } from './dated-text.ts';
import { ones, ordinalOnes, ordinalTeens, teens, tens } from './english-numbers.ts';
import { numberOf, weekday } from './english-relative-date.ts';
import { months } from './written-date.ts';

/** By their place, from 1: the numbers that days have. */
const ordinals = [
  ...ordinalOnes,
  ...ordinalTeens,
  'twentieth',
  ...ordinalOnes.map((one) => `twenty ${one}`),
  'thirtieth',
  'thirty first',
];
const cardinals = [...ones, ...teens, 'twenty', ...ones.map((one) => `twenty ${one}`), 'thirty', 'thirty one'];

/** Longer words first. */
const anyOf = (words: readonly string[]): string =>
  String.raw`(?<!(?:${tens.join('|')})[\s-])(?:${words.toReversed().join('|').replaceAll(' ', '[\\s-]')})`;
const wordEnd = String.raw`(?!\p{L}|-\p{L})`;
const ordinal = anyOf(ordinals);
const cardinal = anyOf(cardinals);
/** The other end of a range; it may be in digits already. */
const otherDay = String.raw`(?:${ordinal}|\d{1,2}th)`;
/** The first five are rarely days where no month is named: "before the second". */
const certainOrdinal = anyOf(ordinals.slice(5));
const month = `(?:${months.join('|')})${wordEnd}`;
const before = 'on|since|until|till|by|before|after|around|from|between';
const joint = String.raw`\s+(?:and|or|to|until|till|up\s+to|through)\s+(?:the\s+)?`;
const ofMonth = String.raw`\s+of\s+(?:${month}|(?:last|this|next|the|that)\s+month)`;

/** "In July first we …" and "June first met Tom" say no day. */
const monthBeforeDay = String.raw`(?<=(?<!(?:in|my|our|your|his|her|their|last|this|next|every)\s+)(?:(?:${before}|to|through|for|of|and|or)\s+${month}|(?!(?:march|april|may|june|august)\s+(?:first|second)${wordEnd})${month})\s+(?:the\s+)?)`;
/** "July first week". */
const noThing = String.raw`(?!\s+(?:weeks?|weekends?|half|quarter|times?|things?|days?|ones?|place|class|grade|graders?|floor|anniversary|people|${weekday})${wordEnd})`;
/** What may follow a plain number that is a day, unlike what it counts: "on June two people came". */
const noCount = String.raw`(?=\s*(?:$|[?!,.;])|\s+(?:and|or|at|in|with|did|that|when|while|by|for|from|to|until|till|nineteen|twenty|two\s+thousand|\d{4})${wordEnd})`;

/** Days in words where they are certain. The Fourth of July is a holiday: without a word before it, it is a subject. */
const days: readonly RegExp[] = [
  phrase`(?<!(?:an?|one|every|each|another|per)\s+)(?:(?<=${otherDay}${joint})|(?!fourth\s+of\s+july))(?<day>${ordinal})(?=${ofMonth}|${joint}${ordinal}(?:${ofMonth}|\s+${month}))`,
  phrase`(?<=(?:${before})\s+(?:the\s+)?|${otherDay}${joint})(?<day>${ordinal})(?=\s+${month})`,
  phrase`(?<=the\s+)(?<day>${cardinal})(?=\s+of\s+${month})`,
  phrase`(?:${monthBeforeDay}|(?<=${month}\s+(?:the\s+)?${otherDay}${joint}))(?<day>${ordinal})${noThing}`,
  phrase`(?<=(?:${before}|${weekday})\s+${month}\s+)(?<day>${cardinal})${noCount}`,
  phrase`(?<=(?:on|since|until|till|by|before|after|around)\s+the\s+)(?<day>${certainOrdinal})`,
];

const number = String.raw`(?:(?:${tens.join('|')})(?:[\s-](?:${ones.join('|')}))?|${teens.join('|')})`;
/** "Nineteen sixty two", "twenty oh five", "two thousand and nineteen". */
const spokenYear = String.raw`(?:(?:nineteen|twenty)[\s-](?:${number}|oh[\s-](?:${ones.join('|')}))|two\s+thousand(?:\s+and)?\s+(?:${number}|${ones.join('|')}))`;
/** "Nineteen sixty two thousand", "twenty fifteen minute walks". */
const noAmount = String.raw`(?![\s-]+(?:${tens.join('|')}|${teens.join('|')}|${ones.join('|')}|hundred|thousand|million|percent|(?:second|minute|hour|day|week|month|year)s?)${wordEnd})`;
const beforeYear = String.raw`in|since|until|till|from|during|of|by|before|after|between|year|spring|summer|autumn|fall|winter|christmas|easter|${month}|${month}\s+\d{1,2}(?:st|nd|rd|th)?|\d(?:st|nd|rd|th)\s+${month}`;
const years = phrase`(?<=(?<!\p{L})(?:${beforeYear}),?\s+|${spokenYear}\s+(?:and|to|or|until|till)\s+)(?<year>${spokenYear})${noAmount}`;

/** Matches any text that has one of the words. */
const hint = new RegExp(
  `${ordinalOnes.join('|')}|teen|twel|ten|eleven|twent|thirt|two\\s+thousand|(?:${months.join('|')})\\s+(?:${ones.join('|')})|the\\s+(?:${ones.join('|')})\\s+of`,
  'u',
);

/** All that `withDatesInDigits` looks for. */
export const spokenNumberPatterns: readonly RegExp[] = [hint, ...days, years];

/** Returns a text with days and years in digits where it says them in words, as transcripts of speech do: "the 8th of july 1962". In lower case. */
export function withDatesInDigits(text: string): string {
  if (!hint.test(text)) return text;
  const dated = days.reduce((one, pattern) => one.replaceAll(pattern, (day) => `${dayOf(day)}th`), text);
  return dated.replaceAll(years, yearOf);
}

function dayOf(words: string): number {
  const said = words.replaceAll(/[\s-]+/gu, ' ');
  return Math.max(ordinals.indexOf(said), cardinals.indexOf(said)) + 1;
}

/** The first two digits of a year. */
const centuries: Readonly<Record<string, string>> = { nineteen: '19', twenty: '20', two: '20' };

function yearOf(words: string): string {
  const [century = '', ...rest] = words.split(/[\s-]+/u).filter((word) => !/^(?:thousand|and|oh)$/u.test(word));
  return `${centuries[century]}${String(numberOf(rest.join(' '))).padStart(2, '0')}`;
}
