import { setImmediate } from 'node:timers/promises';
import type { ComparedMemory } from './compared-memory.ts';

/** Characters that are compared before others have their turn. */
const turnCharacters = 2_000;

/**
 * For loops over pairs of memories: gives others their turn of the event loop where so much has been compared that it took some
 * milliseconds. Metadata are compared key by key, and count as much as a long text.
 */
export function comparingTurns(): (one: ComparedMemory, other: ComparedMemory) => Promise<void> {
  let characters = 0;
  return async (one, other) => {
    characters += one.content.length + other.content.length;
    if (characters < turnCharacters && !(one.metadata && other.metadata)) return;
    characters = 0;
    await setImmediate();
  };
}
