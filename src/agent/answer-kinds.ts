import { isNeverName } from '../graph/extraction/no-names.ts';
import { relatives } from '../graph/extraction/relatives.ts';
import { hesitations } from '../platform/hesitations.ts';
import { matchesOf } from '../platform/matches-of.ts';
import { numberWords } from '../search/ranking/english-relative-date.ts';
import { weekdays } from '../search/ranking/relative-date.ts';
import { months } from '../search/ranking/written-date.ts';
import { isPastVerb } from './irregular-forms.ts';
import { withDigits } from './number-words.ts';
import { uncapitalisedNames } from './uncapitalised-names.ts';

/** A text that may answer, and who says it. */
interface Told {
  readonly text: string;
  readonly speaker: string | null;
}

/** Whether an English text has one kind of answer. */
export type Has = (told: Told) => boolean;

export const words = (forms: string): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}'’])(?:${forms})(?![\p{L}\p{N}])`, 'iu');

const month = months.map((name) => `${name}|${name.slice(0, 3)}`).join('|');
const weekday = weekdays.map((name) => `${name}s?|${name.slice(0, 3)}`).join('|');
export const dayPart = 'morning|noon|afternoon|evening|night';
const numeral = `${numberWords.join('|')}|dozen|hundred|thousand|million`;
const date = String.raw`\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${month})|(?:${month}) \d{1,2}(?:st|nd|rd|th)?`;

const clock = words(
  String.raw`\d{1,2}[:.]\d\d|\d{1,2}\s?[ap]\.?m\.?|(?:at|from|until|till|by|before|after|around) (?:\d{1,2}|${numeral})(?: and (?:\d{1,2}|${numeral}))?|\d{1,2} and \d{1,2}|noon|midnight|half past \p{L}+|(?:quarter|\d{1,2}|${numeral})(?: minutes?)? past (?:\d{1,2}|${numeral})|quarter to (?:\d{1,2}|${numeral})|(?:${numeral}) o.clock`,
);
export const hasClock: Has = ({ text }) => clock.test(text);

const day = words(
  String.raw`${date}|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}\.?|(?:${weekday})|(?:in|since|until|by|end of|early|late|last|next|this) (?:${month}|spring|summer|autumn|fall|winter|year|month|week|weekend)|(?:19|20)\d\d|yesterday|today|tonight|tomorrow|(?:this|every|each) (?:week|month|${dayPart})|daily|(?:last|${dayPart}s?) night|\d+ (?:days?|weeks?|months?|years?) ago|the \d{1,2}(?:st|nd|rd|th)?|christmas|easter|new year|valentine\S*`,
);
const anyDay = String.raw`\d{1,2}(?:st|nd|rd|th)?`;
const surely = months.filter((name) => name !== 'may' && name !== 'march').join('|');
/** A day that is said in words, in a text with its numbers in digits: no "one may", nor "the first". */
const spokenDate = String.raw`\d{1,2}(?:st|nd|rd|th)(?: of)? (?:${month})|(?:${month}) \d{1,2}(?:st|nd|rd|th)|${anyDay}(?: of)? (?:${surely})|(?:${surely}) ${anyDay}|the (?:1[1-9]|2\d|3[01])(?:st|nd|rd|th)`;
const spokenDay = words(spokenDate);
export const hasDay: Has = (told) => day.test(told.text) || spokenDay.test(withDigits(told.text)) || hasClock(told);

const everywhere = (forms: string): RegExp =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${forms})(?![\p{L}\p{N}])`, 'giu');

/** Numbers that are no amounts: dates, times, ordinals, and "one" for a thing. */
const noAmount = everywhere(
  String.raw`${date}|\d{1,2}:\d\d|(?:19|20)\d\d(?:-\d\d-\d\d)?|\d{1,2}(?:st|nd|rd|th)|(?:the|that|this|which|each|every|no|some|any|another|new|other) one|one (?:of|who|that)|(?:year|no|room|page|number) \d+`,
);
const spokenDates = everywhere(spokenDate);
const withoutDates = (text: string): string =>
  withDigits(text.replace(noAmount, ' ')).replace(spokenDates, ' ').replace(noAmount, ' ');
const amount = new RegExp(
  String.raw`\p{N}|(?<!\p{L})(?:${numeral}|half|twice|once|couple|both|none|no)(?!\p{L})`,
  'iu',
);
export const hasAmount: Has = ({ text }) => amount.test(withoutDates(text));

const ordinal = words('second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|another');
export const hasCount: Has = (told) => hasAmount(told) || ordinal.test(told.text);

const storey = words(`${numeral}|first|ground|top`);
/** "Room 4", "the third floor" */
export const hasNumber: Has = ({ text }) => /\p{N}/u.test(text) || ordinal.test(text) || storey.test(text);

/** A number that counts no other things: "the three" and "the old one" are things. */
const age = new RegExp(
  String.raw`(?<![\p{L}\p{N}]|\p{N}[.,:/]|(?<!\p{L})(?:the|this|that|these|those|old|new|other|another|which|each|every|no|any) )(?:\d{1,3}|${numeral})(?![\p{N}.,:/%]*\p{N})(?!\s+(?!years?|months?|weeks?|days?|and|or|but|now|already|today|yesterday|tomorrow|last|in|on|this|next|when|since|old)\p{L})(?!\s?[%€$£])`,
  'iu',
);
const born = words('born');
export const hasAge: Has = ({ text }) => age.test(withoutDates(text)) || born.test(text);

const span = words(
  String.raw`(?:\d+|${numeral}|an?|half|few|several|couple)(?: of| an?| more| and a half)* (?:second|minute|hour|day|week|fortnight|month|year|decade)s?|since|until|from \S+ to \S+`,
);
export const hasSpan: Has = (told) => span.test(told.text) || hasAmount(told);

const place = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:in|at|on|near|to|from|under|behind|above|below|beside|off|into|by|between|inside|outside|around|over|across|opposite|with(?= (?:my|our|the)(?!\p{L}))|overlooking)\s+(?:(?:the|a|an|my|our|his|her|their|its)\s+)?(?!(?:${month}|${weekday}|${dayPart}|week\p{L}*|month|year|time|me|you|him|us|them|it|that|this|\d)(?!\p{L}))\p{L}{2,}|(?<!\p{L})(?:home|abroad|upstairs|downstairs|next door|overlooks)(?!\p{L})|:\s+\p{L}`,
  'iu',
);
export const hasPlace: Has = ({ text }) => place.test(text);

const color = words(
  '(?:light|dark|bright|pale)?-?(?:red|orange|yellow|green|blue|purple|violet|pink|brown|black|white|gr[ae]y|beige|turquoise|silver|gold(?:en)?|cream|navy|maroon|burgundy|crimson|scarlet|magenta|lilac|lavender|indigo|cyan|teal|mint|olive|khaki|mustard|ochre|amber|copper|bronze|coral|salmon|peach|tan|ivory|charcoal|anthracite|blond|ginger)(?:ish)?',
);
export const hasColor: Has = ({ text }) => color.test(text);

const reason = words(
  String.raw`because|since|due to|thanks to|in order|so that|so (?:I|we|he|she|they)|reason|that['’]?s why|for \p{L}+ reasons|too \p{L}+|(?:won|can|could|would)['’]?n?['’]t`,
);
/** "I stopped playing, my hip hurts.", "It was rolled back: blank page." */
const clauseOfReason = /, (?:my|our|his|her|their|the|it|he|she|they) |\p{L}: \p{L}{2}/iu;
export const hasReason: Has = ({ text }) => reason.test(text) || clauseOfReason.test(text);

const nameWords = /(?<!\p{L})\p{Lu}[\p{L}’'-]+/gu;
/** A name behind one of these is that of a place. */
const beforePlace = /(?<!\p{L})(?:in|at|near|off|around|on|through|across|from|to)\s+(?:\p{Lu}[\p{L}’'-]*\s+)*$/u;
/** And one that is written small, behind one of these, that of a thing. */
const beforeThing = /(?<!\p{L})(?:the|an?)\s+(?:\p{Ll}+\s+)?$/u;
const dateName = words(`${month}|${weekday}|christmas|easter|valentine\\S*`);
/** At the beginning of a sentence all words are capitalised: behind a name there is more of it, or what somebody does. */
const goesOnAsName =
  /^(?:\s+\p{Lu}|['’]s(?!\p{L})|\s+(?:is|was|has|will|and|said|says|plays?|works?|studies|lives?|wants?|loves?|likes?|had|did|does|\p{Ll}+s(?=[^\p{L}.,;:!?]\p{L}))(?!\p{L}))/u;

/** "Mira wrote it" */
const nextWord = /^\s+(\p{Ll}+)(?!\p{L})/u;
const isFollowedAsName = (rest: string): boolean =>
  goesOnAsName.test(rest) || isPastVerb(nextWord.exec(rest)?.[1] ?? '');

/** Names in a text that are neither in the question nor of a day, each with what stands before it. */
function* newNames(text: string, asked: string) {
  for (const { 0: name, index } of matchesOf(text, nameWords)) {
    const before = text.slice(0, index);
    const opens = /(?:^|[.!?:"“]\s*)$/.test(before);
    if (asked.includes(name.toLowerCase().replace(/['’]s$/, '')) || dateName.test(name) || /^I(?:['’]|$)/.test(name))
      continue;
    if (isNeverName(name) || (opens && !isFollowedAsName(text.slice(index + name.length)))) continue;
    yield { name, before };
  }
}

const newUncapitalised = (text: string, asked: string) =>
  uncapitalisedNames(text).filter(({ name }) => !asked.includes(name) && !dateName.test(name));

/** "It's called biscuit": people do not always write capitals. */
const smallName =
  /(?<!\p{L})(?:called|named|name(?:['’]s| is| was))\s+(?!(?:me|him|her|us|them|off|in|on|back|the|an?|to|for|by|after|it|out|up|my|you|not|very)(?!\p{L}))(\p{L}{2,})/giu;

/** A name that is not in the question, which is in lower case; `ofPlace`: also that of a place. */
export const hasName =
  (asked: string, ofPlace: boolean): Has =>
  ({ text }) =>
    [...newNames(text, asked)].some(({ before }) => ofPlace || !beforePlace.test(before)) ||
    [...newUncapitalised(text, asked)].some(
      ({ before }) => ofPlace || (!beforePlace.test(before) && !beforeThing.test(before)),
    ) ||
    matchesOf(text, smallName).some(([, name = '']) => !asked.includes(name.toLowerCase()));

/** "Is called Nia", "her name is Nia", "the foreman is Siobhan" */
const naming = /(?<!\p{L})(?:called?|named?|names?|is|are|was)(?: (?:is|was|are|her|him|it|them))?:? \p{Lu}/u;
export const hasNaming: Has = ({ text }) => naming.test(text);

const mention = /(?<!\p{L})(?:my|our|his|her|their|an?|the)\s+(\p{L}+)(?:\s+(\p{L}+))?/giu;
/** "I paid", also in small letters, and behind what people say first: "Um, so i paid". */
const ofSpeaker = new RegExp(
  String.raw`^\P{L}*(?:(?:${hesitations.en}|and|so|but|well|yeah|okay|ok|hey)\P{L}+)*i(?:['’]|\s)`,
  'iu',
);

/** A name, "my grandmother", or what somebody other than the asker says about themselves. */
export function hasSomebody(asked: string, asker: string | null): Has {
  const named = hasName(asked, false);
  const isNew = (noun: string) => relatives.has(noun) && !asked.includes(noun);
  return (told) =>
    named(told) ||
    matchesOf(told.text, mention).some(([, ...nouns]) => nouns.some((noun = '') => isNew(noun.toLowerCase()))) ||
    (told.speaker !== null && told.speaker !== asker && ofSpeaker.test(told.text));
}
