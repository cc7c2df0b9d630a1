import type { Clause } from './wording/clause.ts';
import { clausesOf } from './wording/clauses.ts';
import { namedBy } from './wording/holders.ts';
import { keysOf, type ReadText } from './wording/languages/changes-in.ts';
import { wordsIn } from './wording/languages/languages.ts';
import { changedWords, type Likelihood, likelihoodOf } from './wording/likely-over.ts';
import { comparableVerbs, type Outdating, outdates } from './wording/outdates.ts';
import { type Told, toldIn } from './wording/telling.ts';
import { writingsOf } from './wording/tokens.ts';

/** What the text of a memory says, as far as it may outdate others or be outdated: reading it costs far more than comparing it. */
export type Reading = EnglishReading | OtherReading;

export interface EnglishReading {
  readonly clauses: readonly Clause[];
  /** Subjects with verbs by which its clauses are compared with others. */
  readonly topics: ReadonlySet<string>;
  /** Read when asked for, which takes as long as the rest: most memories are compared with none that is news. */
  readonly told: Told;
}

interface OtherReading {
  readonly text: ReadText;
  /** The language of the text. */
  readonly language: string;
}

/** Whether rules tell in this language what is outdated. */
export const tellsChanges = (language: string): boolean => language === 'en' || wordsIn(language) !== null;

/** A text, and who said it; null if that is not known. */
export interface Said {
  readonly content: string;
  readonly speaker: string | null;
}

export function readText({ content, speaker }: Said, language: string): Reading {
  const words = wordsIn(language);
  return words ? { language, text: words.changes.read(content, speaker) } : readEnglish({ content, speaker });
}

export function readEnglish({ content, speaker }: Said): EnglishReading {
  const clauses = clausesOf(content, speaker);
  const topics = clauses
    .flatMap(allWays)
    .flatMap(({ subject, says }) => (says.length > 0 ? comparableVerbs(says).map((verb) => `${subject} ${verb}`) : []));
  let told: Told | null = null;
  return {
    clauses,
    topics: new Set(topics),
    get told() {
      told ??= toldIn(content, speaker);
      return told;
    },
  };
}

const allWays = (clause: Clause): readonly Clause[] => [clause, ...clause.alike];

/** Keys under which a memory is found by others, and by which it finds them. */
export function keysOfReading(reading: Reading): {
  readonly filed: readonly string[];
  readonly sought: readonly string[];
} {
  if ('text' in reading) return keysOf(reading.text);
  const keys = [...reading.topics];
  return { filed: keys, sought: keys };
}

/** What to look others up by that a memory may outdate. */
interface LookedUp {
  /** They must all occur in the other. */
  readonly words: string;
  /** Whether it is a single word, which tells what a memory is about only if few have it. */
  readonly isRare: boolean;
}

export function topicsOf(reading: Reading): readonly LookedUp[] {
  if ('text' in reading) return lookedUp(wordsIn(reading.language)?.changes.topicsOf(reading.text) ?? [], false);
  const subjects = lookedUp(reading.clauses.flatMap(allWays).flatMap(topicWords), false).slice(0, mostSubjects);
  return [...subjects, ...lookedUp(changedWords(reading.told), true)];
}

/** Maximum number of subjects of a text by which others are looked up: those that it names first. */
const mostSubjects = 20;

const lookedUp = (words: readonly string[], isRare: boolean): LookedUp[] =>
  [...new Set(words)].map((one) => ({ words: one, isRare }));

/** A clause is looked up by its subject. An "I" without a known speaker is in no index, so its verb is used. */
const topicWords = ({ subject, says }: Clause): readonly string[] =>
  subject.length > 1 ? writingsOf(namedBy(subject)) : says.length > 0 ? comparableVerbs(says) : [];

/** Returns how a later text outdates an earlier one, by the rules or else how likely; null if it does not. */
export function outdating(by: Reading, old: Reading): Outdating | Likelihood | null {
  if ('text' in by && 'text' in old) return wordsIn(by.language)?.changes.outdates(by.text, old.text) ?? null;
  if (!('clauses' in by && 'clauses' in old)) return null;
  return outdates(by.clauses, old.clauses) ?? (isLeftToPoints(old, by) ? likelihoodOf(old.told, by.told) : null);
}

/**
 * Whether the rules say nothing of a state and later news: what they have read and compared they have decided, and what is said again
 * goes on. Only short texts are either: the clauses of two long ones are not compared, each with each.
 */
export const isLeftToPoints = (old: EnglishReading, by: EnglishReading): boolean =>
  by.told.isNews &&
  old.told.isState &&
  (by.clauses.length > 1 || old.topics.isDisjointFrom(by.topics)) &&
  !by.clauses.some((is) => old.clauses.some((was) => isSame(was, is)));

const isSame = (was: Clause, is: Clause): boolean =>
  was.says.length > 0 &&
  was.subject === is.subject &&
  was.denies === is.denies &&
  was.says.join(' ') === is.says.join(' ');

/** What a text says of its subject. */
export const saysOf = (reading: Reading): string =>
  'text' in reading
    ? reading.text.statement.forms.join(' ')
    : reading.clauses.map(({ says }) => says.join(' ')).join('; ');
