import type { ComparedMemory } from './compared-memory.ts';
import { type Clause, clausesOf } from './wording/clauses.ts';
import { keysOf, type ReadText } from './wording/languages/changes-in.ts';
import { wordsIn } from './wording/languages/languages.ts';
import { comparableVerbs, type Outdating, outdates } from './wording/outdates.ts';
import { writingsOf } from './wording/tokens.ts';

/** A memory whose text was read for what it outdates: that costs far more than comparing it. */
export type ReadMemory = ReadEnglish | ReadOther;

interface ReadEnglish {
  readonly memory: ComparedMemory;
  readonly clauses: readonly Clause[];
}

interface ReadOther {
  readonly memory: ComparedMemory;
  readonly text: ReadText;
  /** The language of the text. */
  readonly language: string;
}

/** Whether rules tell in this language what is outdated. */
export const tellsChanges = (language: string): boolean => language === 'en' || wordsIn(language) !== null;

export function readMemory(memory: ComparedMemory, language: string): ReadMemory {
  const words = wordsIn(language);
  return words
    ? { memory, language, text: words.changes.read(memory.content, memory.speaker) }
    : { memory, clauses: clausesOf(memory.content, memory.speaker) };
}

/** Keys under which a memory is found by others, and by which it finds them. */
export function keysOfRead(read: ReadMemory): {
  readonly filed: readonly string[];
  readonly sought: readonly string[];
} {
  if ('text' in read) return keysOf(read.text);
  const keys = new Set<string>();
  for (const { subject, says } of read.clauses) {
    if (says.length === 0) continue;
    for (const verb of comparableVerbs(says)) keys.add(`${subject} ${verb}`);
  }
  return { filed: [...keys], sought: [...keys] };
}

/** What to look up others by that a memory may outdate: words that must all occur in them. */
export const topicsOf = (read: ReadMemory): readonly string[] =>
  'text' in read ? (wordsIn(read.language)?.changes.topicsOf(read.text) ?? []) : read.clauses.flatMap(topicWords);

/** A clause is looked up by its subject. An "I" without a known speaker is in no index, so its verb is used. */
const topicWords = ({ subject, says }: Clause): readonly string[] =>
  subject.length > 1 ? writingsOf(subject) : says.length > 0 ? comparableVerbs(says) : [];

/** Returns how a later memory outdates an earlier one, or null. */
export function outdating(by: ReadMemory, old: ReadMemory): Outdating | null {
  if ('text' in by && 'text' in old) return wordsIn(by.language)?.changes.outdates(by.text, old.text) ?? null;
  return 'clauses' in by && 'clauses' in old ? outdates(by.clauses, old.clauses) : null;
}

/** What a memory says of its subject. */
export const saysOf = (read: ReadMemory): string =>
  'text' in read ? read.text.statement.forms.join(' ') : read.clauses.map(({ says }) => says.join(' ')).join('; ');
