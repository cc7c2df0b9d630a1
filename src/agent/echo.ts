import { withoutMarks } from './citation-marks.ts';
import { shared, wordsOf } from './sentences.ts';

/** What an agent wants to remember, and all that it could have from somewhere. */
export interface Claimed {
  readonly content: string;
  /** What the user said. */
  readonly said: string;
  /** What was recalled for this answer, and what else says nearly the same. */
  readonly recalled: readonly string[];
  /** What was recalled of the past: it may be so again, where the user says so. */
  readonly former: readonly string[];
  readonly language: string;
}

/**
 * Whether something says nothing new: one memory says all of it already, or it is put together from memories, and not
 * from what the user said. Without this, each answer could make a memory of the memories that it was made of.
 */
export function isEcho({ content, said, recalled, former, language }: Claimed): boolean {
  const words = wordsOf(withoutMarks(content), language);
  const within = (others: ReadonlySet<string>) => shared(words, others) === words.size;
  const memories = recalled.map((memory) => wordsOf(memory, language));
  if (memories.some(within)) return true;
  const past = former.map((memory) => wordsOf(memory, language));
  const together = [...memories, ...past].reduce((all, one) => all.union(one), new Set<string>());
  return within(together) && !within(wordsOf(said, language));
}
