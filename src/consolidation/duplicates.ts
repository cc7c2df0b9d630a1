import type { ComparedMemory } from './compared-memory.ts';
import type { Verdict } from './duplicate-groups.ts';

/** Words and numbers of a text, without case, accents of writing and punctuation. */
const wordsOf = (text: string): string =>
  (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ');

/** Whether two memories say the same in the same words. */
export function judgeDuplicate(one: ComparedMemory, other: ComparedMemory): Verdict | null {
  if (one.speaker !== other.speaker || one.kind !== other.kind) return null;
  return wordsOf(one.content) === wordsOf(other.content) ? { rule: 'same words', safe: true } : null;
}
