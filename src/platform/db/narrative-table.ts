import type { Generated } from 'kysely';
import type { Timestamp } from './columns.ts';

/** The narrative of a collection, generated in advance. */
export interface NarrativeTable {
  account_id: string;
  collection_id: string;
  /** Model that generated it, or `extractive`; null: not generated yet, or blanked. */
  told_by: string | null;
  /** Null if it consists of its memories' own words. */
  text: string | null;
  /** Its sources; of an extractive one in display order. */
  memory_ids: string[];
  /** How often it was generated. */
  revision: Generated<number>;
  /** Revision of the collection when it was generated. */
  memory_revision: number | null;
  generated_at: Timestamp | null;
  requested_at: Timestamp | null;
  /** Until then it is claimed by a process that generates it. */
  claimed_until: Timestamp | null;
}
