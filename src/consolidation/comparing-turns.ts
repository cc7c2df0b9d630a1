import { textTurns } from '../platform/text-turns.ts';
import type { ComparedMemory } from './compared-memory.ts';

/** Characters that are compared in some milliseconds. */
const turnCharacters = 2_000;

/**
 * For loops over pairs of memories: gives others their turn of the event loop where so much has been compared that it took some
 * milliseconds. Metadata are compared key by key, and count as much as a long text.
 */
export function comparingTurns(): (one: ComparedMemory, other: ComparedMemory) => Promise<void> | null {
  const letOthersIn = textTurns(turnCharacters);
  return (one, other) =>
    letOthersIn(one.content.length + other.content.length + (one.metadata && other.metadata ? turnCharacters : 0));
}
