import { isDeepStrictEqual } from 'node:util';
import type { Described } from '../memory/described.ts';
import { maxTags } from '../memory/memory.input.ts';
import { type JsonObject, jsonProblem } from '../platform/json-object.ts';

/** What all tell together: each tag once, those of the first in front. Of memories that may be joined no two tell different things. */
export const merged = (memories: readonly Described[]): Described => ({
  tags: [...new Set(memories.flatMap(({ tags }) => tags))],
  metadata: mergedMetadata(memories),
});

/** Null where none has any. */
function mergedMetadata(memories: readonly Described[]): JsonObject | null {
  const told = memories.flatMap(({ metadata }) => metadata ?? []).reverse();
  return told.length === 0 ? null : Object.assign({}, ...told);
}

/** The same where one memory can stand for all without a loss: none contradicts another, and it may hold what they tell together. Else null. */
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
