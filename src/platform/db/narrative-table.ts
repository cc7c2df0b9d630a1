import type { Generated } from 'kysely';
import type { Timestamp } from './columns.ts';

/** The story of a collection, told ahead. */
export interface NarrativeTable {
  account_id: string;
  collection_id: string;
  /** Name of the model that told it, or `extractive`; null: not told yet, or blanked. */
  told_by: string | null;
  /** Null where the words are those of its memories. */
  text: string | null;
  /** What it was made of, an extractive one in the order in which it is shown. */
  memory_ids: string[];
  /** How often it was told. */
  revision: Generated<number>;
  /** That of the collection when it was told. */
  memory_revision: number | null;
  generated_at: Timestamp | null;
  requested_at: Timestamp | null;
  /** Until then a process is telling it. */
  claimed_until: Timestamp | null;
}
