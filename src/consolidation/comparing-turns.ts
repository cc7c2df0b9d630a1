import { textTurns } from '../platform/turns/text-turns.ts';
import type { ComparedMemory } from './compared-memory.ts';

/** Number of characters that take some milliseconds to compare. */
const turnCharacters = 2_000;

/**
 * For loops over pairs of memories: yields to the event loop whenever comparisons have taken some milliseconds. Metadata are
 * compared key by key, and count as much as a long text.
 */
export function comparingTurns(): (one: ComparedMemory, other: ComparedMemory) => Promise<void> | null {
  const letOthersIn = textTurns(turnCharacters);
  return (one, other) =>
    letOthersIn(one.content.length + other.content.length + (one.metadata && other.metadata ? turnCharacters : 0));
}
