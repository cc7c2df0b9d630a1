import { standsUnbroken } from '../../platform/words/word-breaks.ts';
import { asksAdvice } from './asked-advice.ts';
import { asksHelpers } from './asked-of-helpers.ts';
import { type AskedOrder, askedOrder, asksInPresent, asksWhether } from './asked-order.ts';
import { askedOrderIn, asksWhetherIn } from './asked-order-elsewhere.ts';
import { dateIn } from './date-in.ts';
import type { AskedQuestion, Scope } from './engine-port.ts';
import type { NamedDate } from './named-date.ts';
import type { QuestionPatternName } from './patterns.ts';
import { casedText } from './plain-question.ts';
import { hasAssistant, hasHelpers, profileOf, type Side } from './profile.ts';
import { wordCharacter } from './python-pattern.ts';
import type { RankingModel } from './ranking-model.ts';
import { asksWhatAssistantSaid } from './said-by-assistant.ts';

/**
 * How a question asks for what may have changed since it was told: whether something holds ("Is the pump broken?"), or what does ("Who services
 * the boiler?").
 */
export type AskedStanding = 'whether' | 'what';

/** What ranking knows about a question. */
export interface Question {
  /** By stem, the stems that follow it in the question; stop words and names are left out. */
  readonly pairs: ReadonlyMap<number, ReadonlySet<number>>;
  /** The stem that the fewest memories of the scope have, names left out; null if the scope knows none of them. */
  readonly rarest: number | null;
  /** The stems of its words; -1 is none. */
  readonly stems: ReadonlySet<number>;
  /** Stems that name a member of the kinds that it asks for, and are none of its own. */
  readonly members: ReadonlySet<number>;
  /** Stems with which a user says what to do at all times; empty if it does not ask the one assistant for a service. */
  readonly wishes: ReadonlySet<number>;
  /** Each piece once. */
  readonly pieces: Uint16Array;
  /** How much of it these are, from 0 to 1. */
  readonly readable: number;
  readonly matches: ReadonlySet<QuestionPatternName>;
  /** The one speaker whom the question names; null if there is none or more than one. See `namedSpeaker`. */
  readonly named: string | null;
  /** Whose words it more likely asks for; null where nobody talks to an assistant. */
  readonly side: Side | null;
  /** How likely it asks for what an assistant replied, from 0 to 1. */
  readonly asksForReply: number;
  readonly date: NamedDate | null;
  /** Null if it names a date, which says more. */
  readonly order: AskedOrder | null;
  /** Null if it names a date, or asks for the first or last. */
  readonly standing: AskedStanding | null;
}

/** A question in a scope, with the name of the embedding model that made the cosines. */
export interface QuestionInScope {
  readonly question: Question;
  readonly scope: Scope;
  readonly model: string;
}

export function questionOf(asked: AskedQuestion, scope: Scope, model: RankingModel): Question {
  const written = casedText(asked.text);
  const text = written.toLowerCase();
  const date = unlessItFails(() => dateOfQuestion(text, asked.today, scope));
  const side = sideOf(written, scope);
  const languages = date === null ? Object.keys(asked.today) : [];
  const english = scope.english && date === null;
  const order = (english ? askedOrder(text) : null) ?? firstOf(languages, (language) => askedOrderIn(language, text));
  const whether = (english && asksWhether(text)) || languages.some((language) => asksWhetherIn(language, text));
  const replies = asksForReply(written, text, side, scope);
  // People who talk come back to a subject without news of it. Source: docs/adr/0082.
  const what = english && replies === 0 && profileOf(scope.participants) === 'joint32' && asksInPresent(text);
  const standing = whether ? 'whether' : what ? 'what' : null;
  const stems = new Set(asked.readings.flat());
  return {
    pairs: pairsOf(asked.readings, scope.nameStems),
    rarest: rarestOf(asked.readings.flat(), scope),
    stems,
    members: new Set(asked.members.filter((stem) => stem >= 0)).difference(stems),
    wishes: new Set(side === 'people' ? asked.wishes.filter((stem) => stem >= 0) : []),
    pieces: new Uint16Array(new Set(asked.pieces)),
    readable: asked.readable,
    matches: new Set(
      scope.english ? [...model.questionPatterns].flatMap(([name, pattern]) => (pattern.test(text) ? [name] : [])) : [],
    ),
    named: namedSpeaker(written, scope),
    side,
    asksForReply: replies,
    date,
    order,
    standing: order === 'first' || order === 'last' ? null : standing,
  };
}

/** Returns what is found for the first of the items for which something is. */
function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | null): Found | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

const sideOf = (written: string, { participants }: Scope): Side | null =>
  hasAssistant(participants) ? (asksWhatAssistantSaid(written) ? 'assistant' : 'people') : null;

/** Less than where the question says so, since what users told answers some of these questions, too. Source: docs/adr/0079. */
const shareOfAdvice = 0.7;

/** How likely it asks for what an assistant replied, from 0 to 1. */
function asksForReply(written: string, text: string, side: Side | null, scope: Scope): number {
  if (side === null) return fromHelpers(written, scope);
  if (side === 'assistant') return 1;
  return scope.english && asksAdvice(text) ? shareOfAdvice : 0;
}

/** Less than of a single assistant, since what helpers were told answers some of these questions, too. Source: docs/adr/0077. */
const shareOfHelpers = 0.7;

function fromHelpers(written: string, { participants, english }: Scope): number {
  if (!hasHelpers(participants)) return 0;
  return asksWhatAssistantSaid(written) || (english && asksHelpers(written.toLowerCase())) ? shareOfHelpers : 0;
}

/** If several languages of the collections read a date, English wins. */
function dateOfQuestion(
  question: string,
  today: AskedQuestion['today'],
  { english }: Pick<Scope, 'english'>,
): NamedDate | null {
  const { en, ...others } = today;
  const days = english && en !== undefined ? { en, ...others } : others;
  return firstOf(Object.entries(days), ([language, day]) => dateIn(language, question, day));
}

/** A failure to read the date costs the question what its date adds, and nothing else; tests make sure that none fails. */
export function unlessItFails<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function pairsOf(readings: AskedQuestion['readings'], names: ReadonlySet<number>): Map<number, Set<number>> {
  const pairs = new Map<number, Set<number>>();
  for (const stems of readings) {
    for (const [index, second] of stems.entries()) {
      const first = stems[index - 1] ?? -1;
      if (first < 0 || second < 0 || names.has(first) || names.has(second)) continue;
      pairs.set(first, (pairs.get(first) ?? new Set()).add(second));
    }
  }
  return pairs;
}

/** Of equally rare stems, the first one in the question. */
function rarestOf(stems: readonly number[], scope: Scope): number | null {
  let rarest: number | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const stem of stems) {
    const memories = scope.nameStems.has(stem) ? 0 : scope.memoriesWithTerm(stem);
    if (memories <= 0 || memories >= fewest) continue;
    rarest = stem;
    fewest = memories;
  }
  return rarest;
}

/** Returns the text in lower case and plain letters, with one blank between words, as names are compared. */
const plainText = (text: string): string => smallI(casedText(text)).toLowerCase();
/** Turkish and other languages lowercase "I" differently, which must not distinguish names: "irem" is "İrem". */
const smallI = (text: string): string => text.replace(/[Iİı]/g, 'i');

/**
 * Returns the one speaker whose first name is in the question. Among several, the one whose full name is ("Speaker 1", "Dr. Weber"), else
 * the one whose name is written with its own capitals: "When will Grace move?" does not name Will. `written`: the question, by casedText.
 */
function namedSpeaker(written: string, { participants }: Scope): string | null {
  const text = smallI(written).toLowerCase();
  const speakers = new Set(participants.flatMap(({ speaker }) => speaker ?? []));
  const named = [...speakers].filter((speaker) => hasWord(text, firstWord(plainText(speaker))));
  if (named.length <= 1) return named[0] ?? null;
  const whole = named.filter((speaker) => hasLongName(speaker) && hasWord(text, plainText(speaker)));
  const cased = named.filter((speaker) => hasWord(written, firstWord(casedText(speaker))));
  return onlyOne(whole) ?? onlyOne(cased);
}

const onlyOne = (speakers: readonly string[]): string | null => (speakers.length === 1 ? (speakers[0] ?? null) : null);

/** Strips surrounding punctuation: "@mel", "<Anna>", "Caroline:". */
const firstWord = (text: string): string => (text.split(' ', 1)[0] ?? '').replace(aroundWord, '');
const aroundWord = /^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu;
const hasLongName = (speaker: string): boolean => casedText(speaker).includes(' ');

const endsInWord = new RegExp(`[${wordCharacter}]$`, 'u');
const beginsWithWord = new RegExp(`^[${wordCharacter}]`, 'u');

function hasWord(text: string, name: string): boolean {
  if (name === '') return false;
  if (standsUnbroken(name)) return text.includes(name);
  const parts = text.split(name);
  return parts.some((part, index) => {
    const rest = parts[index + 1];
    return rest !== undefined && !endsInWord.test(part) && !beginsWithWord.test(rest);
  });
}
