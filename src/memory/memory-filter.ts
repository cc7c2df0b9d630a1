import type { JsonObject } from '../platform/json-object.ts';
import type { MemoryKind, MemoryStatus, MemoryTier } from './memory.ts';

/** Conditions on memories for lists and searches. Absent fields do not restrict; `statuses` defaults to CURRENT. */
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
  /** Ids of source conversations. */
  readonly conversations?: readonly string[] | null | undefined;
  /** Containment, as jsonb's `@>`. */
  readonly metadata?: JsonObject | null | undefined;
  readonly metadataAny?: readonly JsonObject[] | null | undefined;
  readonly metadataNone?: readonly JsonObject[] | null | undefined;
  /** Bounds (inclusive) for numbers and texts in the metadata. */
  readonly metadataFrom?: JsonObject | null | undefined;
  readonly metadataTo?: JsonObject | null | undefined;
}

/** Metadata conditions that only the database can evaluate. */
export const metadataLists = ['metadataAny', 'metadataNone'] as const;
export const metadataBounds = ['metadataFrom', 'metadataTo'] as const;

export type MemoryOrder =
  | 'CREATED_ASC'
  | 'CREATED_DESC'
  | 'VALID_FROM_ASC'
  | 'VALID_FROM_DESC'
  | 'RESONANCE_DESC'
  | 'ACCESSED_DESC';

/** Parents whose memories are listed: collections, or source conversations or messages. */
export interface MemoryParents {
  readonly of: 'collection' | 'conversation' | 'message';
  readonly ids: readonly string[];
}
