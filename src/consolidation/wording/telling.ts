import { wordSet } from '../../platform/word-lists.ts';
import { asWritten } from './as-written.ts';
import { CuesOf } from './change-cues.ts';
import { type FormerValue, formerValuesIn } from './former-values.ts';
import { formsOf, isMonth, isNumber, isWeekday } from './tokens.ts';
import { ofNone, type WhichOne, whichOne } from './which-one.ts';

/** A word of a text as a form, and its stem; the stem is empty if the word tells of no thing in particular. */
export interface Word {
  readonly form: string;
  readonly stem: string;
}

/** A text as it is compared with what it may end, or with what may end it. Lists are joined: a run keeps one of each memory. */
export interface Told {
  readonly speaker: string | null;
  /** Whether it is one statement of how things are, which may come to an end: what happened stays true. */
  readonly isState: boolean;
  /** Whether it may be news of a change. */
  readonly isNews: boolean;
  readonly forms: string;
  /** One for each form. */
  readonly stems: string;
  /** Stems of the names before its verb: what it is about is not yet what it says. */
  readonly subject: string;
  /** Stems of all words before its verb. */
  readonly about: string;
  /** Whether the speaker tells it of themselves: "I sold my Tesla", "Sold my Tesla". */
  readonly isOwn: boolean;
  readonly which: WhichOne;
  /** Stems of what stands before the numbers of orders and tickets: "KW-40188". */
  readonly codes: string;
  /** Values that it says to have held before: "14" of "30 days instead of 14". */
  readonly former: readonly FormerValue[];
}

/** The same with its lists. */
export interface Telling extends Pick<Told, 'speaker' | 'isOwn' | 'which'> {
  readonly cues: CuesOf;
  readonly words: readonly Word[];
  readonly stems: ReadonlySet<string>;
  readonly subject: ReadonlySet<string>;
  readonly about: ReadonlySet<string>;
}

/** Cues near which a text names what has changed. */
export const changing = ['ended', 'replaced', 'completed', 'lasting'] as const;

/** Maximum number of words of news: a longer text mentions what it shares with another. */
const longestNews = 48;
/** Maximum number of characters of a statement, or of news. */
const longestText = 500;

/** Of a text that is too long for either. */
const nothing: Told = {
  speaker: null,
  isState: false,
  isNews: false,
  forms: '',
  stems: '',
  subject: '',
  about: '',
  isOwn: false,
  which: ofNone,
  codes: '',
  former: [],
};

export function toldIn(said: string, speaker: string | null): Told {
  if (said.length > longestText) return nothing;
  const content = asWritten(said);
  const text = content.replace(reporting, '');
  const told = formsOf(text);
  const [forms, me] = [told.join(' '), speaker?.toLowerCase()];
  const [cues, verb] = [new CuesOf(forms), verbIn(text)];
  const former = formerValuesIn(text, forms, verb?.groups?.['past']).flatMap((one) =>
    isValue(one.value) ? { ...one, of: stemsIn(one.of, /[^ ]+/gu) } : [],
  );
  const before = content.slice(0, (text === content ? verb : verbIn(content))?.index ?? 0);
  return {
    speaker,
    isState: !severalSentences.test(text.replace(titles, '')) && !verb?.groups?.['past'] && !talk.test(forms),
    isNews:
      !text.includes('?') &&
      !reply.test(forms) &&
      told.length <= longestNews &&
      (former.length > 0 || changing.some((cue) => cues.has(cue))),
    forms,
    stems: told.map((form) => (form === me ? '' : stemOf(form))).join(' '),
    subject: stemsIn(before, /\p{Lu}\p{L}+/gu, me),
    about: stemsIn(before, /\p{L}+/gu),
    isOwn: (speaker !== null && verb?.index === 0) || beginsWithI.test(text),
    which: whichOne(content, before),
    codes: stemsIn(text, code),
    former,
  };
}

export function tellingOf({ forms, stems, subject, about, speaker, isOwn, which }: Told): Telling {
  const all = stems.split(' ');
  return {
    speaker,
    isOwn,
    which,
    words: forms.split(' ').map((form, place) => ({ form, stem: all[place] ?? '' })),
    stems: setOf(stems),
    subject: setOf(subject),
    about: setOf(about),
    cues: new CuesOf(forms),
  };
}

/** Returns the stems of a text, each once. */
export const setOf = (stems: string): ReadonlySet<string> => new Set(listOf(stems));
const listOf = (joined: string): string[] => joined.split(' ').filter((word) => word !== '');

const verbIn = (text: string) => firstVerb.exec(`${text.charAt(0).toLowerCase()}${text.slice(1)}`.replace(/,.*$/s, ''));

/** "The user mentioned that", and one word before what somebody says: "Unfortunately, I" */
const reporting =
  /^\p{L}+, (?=(?:I|it|we|he|she|they|you|there)(?!\p{L}))|^(?:[\p{L}'’-]+ ){1,4}(?:said|says|explained|mentioned|noted|confirmed|reported|stated|told \p{L}+(?: \p{L}+)?)(?: [\p{L}-]+){0,3} that /u;
const code = /(?<![\p{L}\p{N}])\p{Lu}{2,}(?=-\p{Nd}{3})/gu;
/** "After all I", but not "Julia and I". */
const beginsWithI = /^(?:\p{L}+,? ){0,3}(?<!and )I(?!\p{L})/u;
/** The first verb, and whether it tells of the past. */
const firstVerb =
  /(?:(?<= )(?:(?:is|are|has|have|wo|ca|do|does)n['’]t|is|are|am|has|have|will|can|do|(?!w?as )\p{Ll}{2,}(?<![isu])s)|['’](?:s|re|m|ve|ll)|(?<=^| )(?<past>was|were|had|did|went|felt|got|made|took|came|saw|met|bought|found|gave|lost|ran|sat|ate|spent|left|won|broke|heard|wrote|slept|drove|lent|sold|quit|built|gone|told|said|paid|kept|sent|began|drank|flew|grew|knew|rode|sang|spoke|swam|taught|thought|threw|wore|woke|caught|chose|fell|forgot|stood|stole|\p{Ll}{2,}(?<!need)ed))(?![\p{L}'’])/u;
const titles = /\b(?:Dr|Mr|Mrs|Ms|St|Prof|No)\./g;
const severalSentences = /[.!?;]\s+\S|\?/;
/** What people say to each other rather than about something. */
const talk =
  /^(?:(?:ok|okay|oh|well|so|hey|hi) )*(?:thank|wow|yeah|yay|sure|glad|hopefully|let us|can not wait|looking forward|congrat|good luck|sound|hope|great|awesome|cool|nice|bye|exactly|totally|absolutely)\b/;
/** What is said to somebody about what he said. */
const reply = /\b(?:thank|congrat\w*|(?:for|of) you)\b/;

const stemsIn = (text: string, words: RegExp, me?: string): string =>
  (text.match(words) ?? [])
    .map((word) => word.toLowerCase())
    .map((form) => (form === me ? '' : stemOf(form)))
    .join(' ');

const isValue = (form: string): boolean => isNumber(form) || isWeekday(form) || isMonth(form) || stemOf(form) !== '';

/** Words that tell of no thing in particular. */
const vague =
  wordSet(`a an the and or but so then than of in on at to for from by with about into over under after before since until during between
  through within without against around behind near off out up down back away along across per via as if when while because that this these those there here
  i me my mine we us our you your he him his she her it its they them their who whom whose which what where why how
  is are am be been being was past were do doe did done doing have has had having can could will would shall should may might must let
  not no never none nobody nothing any some all every each both either neither other another own same such only just also too very really quite
  even still yet already again now ever always often sometimes usually mostly maybe perhaps soon later today tomorrow yesterday tonight
  day week month year hour minute time morning afternoon evening night weekend euro dollar pound kg km percent
  last next new old good bad best better great nice big small little long short few many much more most less least lot bit
  thing things something everything anything anyone someone everyone people person man woman guy way kind part place case point
  get got getting go goe going gone went come came coming make made making take took taken taking give gave given put set see saw seen look looking
  say said tell told ask asked know knew think thought want need like love use used using work find found keep kept start started stop stopped
  try tried call called feel felt become became turn turned run bring brought leave left seem show help please thank thanks hey hi oh ok okay yeah yes well
  actually finally currently anymore longer user agent assistant name named decided decide mention mentioned explained
  prefer hate dislike enjoy live stay moved move changed change switched switch sold quit cancelled ended end finished finish closed closing dropped`);

/** Of two forms of a word the stem is mostly the same. */
export function stemOf(form: string): string {
  if (vague.has(form) || isWeekday(form) || isMonth(form) || isNumber(form) || form.length < 2) return '';
  return form
    .replace(/(?<=\p{L}{3})ie[sd]?$/u, 'y')
    .replace(/(?<=\p{L}{3})(?<![su])s$/u, '')
    .replace(/(?<=\p{L}{3})(?:ing|(?<!e)ed|e|er|ment|ation|ion|al|ly)$/u, '')
    .replace(/([b-df-hj-np-tv-z])\1$/, '$1')
    .slice(0, 7);
}
