import { isSameJson } from '../platform/json-object.ts';
import type { Memory } from './memory.ts';

/** Fields of a memory that can be changed by hand or by consolidation. */
export type MemoryState = Pick<
  Memory,
  'kind' | 'tier' | 'tags' | 'metadata' | 'validFrom' | 'validTo' | 'status' | 'supersededById'
>;

/** Returns what the caller gave, including null, or `kept` if nothing was given. */
export const givenOr = <Given, Kept>(given: Given | undefined, kept: Kept): Given | Kept =>
  given === undefined ? kept : given;

/** API names of the fields that differ. */
export const changedFields = (before: MemoryState, after: MemoryState): string[] =>
  Object.entries({
    kind: [before.kind, after.kind],
    tier: [before.tier, after.tier],
    tags: [before.tags, after.tags],
    metadata: [before.metadata, after.metadata],
    validFrom: [before.validFrom, after.validFrom],
    validTo: [before.validTo, after.validTo],
    status: [before.status, after.status],
    supersededBy: [before.supersededById, after.supersededById],
  }).flatMap(([field, [was, is]]) => (isSameJson(was, is) ? [] : [field]));
