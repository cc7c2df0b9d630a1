import type { JsonObject } from '../platform/json-object.ts';
import type { MemoryKind, MemoryStatus, MemoryTier } from './memory.ts';

/** Which memories a list or a search is about. What is absent does not restrict; `statuses` defaults to CURRENT. */
export interface MemoryFilter {
  readonly kinds?: readonly MemoryKind[] | null | undefined;
  readonly tiers?: readonly MemoryTier[] | null | undefined;
  readonly statuses?: readonly MemoryStatus[] | null | undefined;
  readonly tagsAll?: readonly string[] | null | undefined;
  readonly tagsAny?: readonly string[] | null | undefined;
  readonly tagsNone?: readonly string[] | null | undefined;
  readonly createdAfter?: Date | null | undefined;
  readonly createdBefore?: Date | null | undefined;
  readonly validFromAfter?: Date | null | undefined;
  readonly validFromBefore?: Date | null | undefined;
  readonly speakers?: readonly string[] | null | undefined;
  /** Keys of the conversations that it was learnt in. */
  readonly conversations?: readonly string[] | null | undefined;
  /** Containment, as jsonb's `@>`. */
  readonly metadata?: JsonObject | null | undefined;
  readonly metadataAny?: readonly JsonObject[] | null | undefined;
  readonly metadataNone?: readonly JsonObject[] | null | undefined;
  /** Numbers and texts that entries of the metadata are compared with, both included. */
  readonly metadataFrom?: JsonObject | null | undefined;
  readonly metadataTo?: JsonObject | null | undefined;
}

/** Parts of a filter about metadata that the database alone answers. */
export const metadataLists = ['metadataAny', 'metadataNone'] as const;
export const metadataBounds = ['metadataFrom', 'metadataTo'] as const;

export type MemoryOrder = 'CREATED_ASC' | 'CREATED_DESC' | 'RESONANCE_DESC' | 'ACCESSED_DESC';

/** What many lists are of: the memories in each collection, or learnt from each conversation or message. */
export interface MemoryParents {
  readonly of: 'collection' | 'conversation' | 'message';
  readonly ids: readonly string[];
}
