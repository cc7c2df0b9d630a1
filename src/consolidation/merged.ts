import { isDeepStrictEqual } from 'node:util';
import type { Described } from '../memory/described.ts';
import { maxTags } from '../memory/memory.input.ts';
import { type JsonObject, jsonProblem } from '../platform/json-object.ts';

/** The tags of all, each once, those of the first in front. */
export const mergedTags = (memories: readonly Described[]): string[] => [
  ...new Set(memories.flatMap(({ tags }) => tags)),
];

/** What the metadata of all tell; null where none has any. Of memories that may be joined no two tell different things. */
export function mergedMetadata(memories: readonly Described[]): JsonObject | null {
  const told = memories.flatMap(({ metadata }) => metadata ?? []).reverse();
  return told.length === 0 ? null : Object.assign({}, ...told);
}

/** Whether one memory can stand for all without a loss: none contradicts another, and it may hold what they tell together. */
export function canBeJoined(...memories: readonly Described[]): boolean {
  if (mergedTags(memories).length > maxTags) return false;
  const all = mergedMetadata(memories);
  if (all === null) return true;
  return (
    jsonProblem(all) === null &&
    memories.every(({ metadata }) =>
      Object.entries(metadata ?? {}).every(([key, value]) => isDeepStrictEqual(all[key], value)),
    )
  );
}
