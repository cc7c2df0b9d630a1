import { isDeepStrictEqual } from 'node:util';
import type { Described } from '../memory/described.ts';
import { maxTags } from '../memory/memory.input.ts';
import { type JsonObject, jsonProblem } from '../platform/json-object.ts';

/**
 * Returns the tags and metadata of all memories together: each tag once, the first memory's in front. Memories that may be merged
 * have no conflicting metadata.
 */
export const merged = (memories: readonly Described[]): Described => ({
  tags: [...new Set(memories.flatMap(({ tags }) => tags))],
  metadata: mergedMetadata(memories),
});

/** Returns null if none has any. */
function mergedMetadata(memories: readonly Described[]): JsonObject | null {
  const told = memories.map(({ metadata }) => metadata).filter((one) => one !== null);
  // Assigning a key named `__proto__` would set the prototype instead.
  return told.length === 0 ? null : Object.fromEntries(told.reverse().flatMap((one) => Object.entries(one)));
}

/**
 * Returns the same if one memory can stand for all without loss: no metadata contradict each other, and the result is within the
 * limits. Else null.
 */
export function mergedWithoutLoss(memories: readonly Described[]): Described | null {
  const all = merged(memories);
  const { tags, metadata: told } = all;
  if (tags.length > maxTags) return null;
  if (told === null) return all;
  const isWhole = memories.every(({ metadata }) =>
    Object.entries(metadata ?? {}).every(([key, value]) => isDeepStrictEqual(told[key], value)),
  );
  return isWhole && jsonProblem(told) === null ? all : null;
}
