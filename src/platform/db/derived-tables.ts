import type { Generated } from 'kysely';
import type { Timestamp } from './columns.ts';

// What can be made anew from memories.

/** What is counted: stems of date, speaker and text; stems of speaker and text only; word pieces; speakers with a role. */
type StatisticKind = 'stem' | 'word' | 'piece' | 'participant';

export interface TermStatisticTable {
  account_id: string;
  collection_id: string;
  kind: StatisticKind;
  term: string;
  /** Number of CURRENT memories that contain it. */
  memories: number;
}

export interface CollectionStatisticTable {
  account_id: string;
  collection_id: string;
  memories: number;
  /** Sum of their term counts; a bigint, as text. */
  term_count: string;
}

export interface CountedMemoryTable {
  account_id: string;
  memory_id: string;
}

/** An entity mentioned by a memory. */
export interface MentionTable {
  account_id: string;
  memory_id: string;
  entity_id: string;
  /** As first spelled in the memory. */
  name: string;
  /** Normalised form, equal for all spellings. */
  normal: string;
  type: 'PERSON' | 'PLACE' | 'ORGANISATION' | 'THING';
}

/** A relation between two entities, stated by a memory; rows with the same `id` state the same relation. */
export interface RelationTable {
  account_id: string;
  memory_id: string;
  id: string;
  from_id: string;
  to_id: string;
  type: string;
  weight: number;
}

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

/** Collections that were searched last; may be lost. */
export interface SearchedCollectionTable {
  account_id: string;
  collection_id: string;
  searched_at: Timestamp;
}

/** Rankings of frequent questions; may be lost. */
export interface SearchRankingTable {
  account_id: string;
  /** Contains everything that the ranking depends on. */
  key: string;
  /** Memory ids and scores. */
  ranking: Buffer;
  expires_at: Timestamp;
}
