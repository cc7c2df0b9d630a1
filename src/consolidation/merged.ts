import { isDeepStrictEqual } from 'node:util';
import type { Memory } from '../memory/memory.ts';
import type { JsonObject } from '../platform/json-object.ts';

/** Most tags of a memory. */
const maxTags = 32;

type Described = Pick<Memory, 'tags' | 'metadata'>;

/** The tags of all, each once, those of the first in front. */
export const mergedTags = (memories: readonly Described[]): string[] => [
  ...new Set(memories.flatMap(({ tags }) => tags)),
];

/** What the metadata of all tell; null where none has any. Of memories that may be joined no two tell different things. */
export function mergedMetadata(memories: readonly Described[]): JsonObject | null {
  const told = memories.flatMap(({ metadata }) => metadata ?? []).reverse();
  return told.length === 0 ? null : Object.assign({}, ...told);
}

/** Whether one memory can stand for both without a loss: their tags fit together, and no metadata contradict. */
export function canBeJoined(one: Described, other: Described): boolean {
  if (mergedTags([one, other]).length > maxTags) return false;
  const [mine, theirs] = [one.metadata ?? {}, other.metadata ?? {}];
  return Object.entries(mine).every(([key, value]) => !(key in theirs) || isDeepStrictEqual(theirs[key], value));
}
