import type { MemoryKind } from '../../memory/memory.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import type { TurnRole } from '../ranking/engine-port.ts';
import type { PlainEntries } from './plain-entries.ts';
import type { ReplacedRow } from './replaced-rows.ts';

/** What the recall index stores of a CURRENT memory. Instants are milliseconds since 1970. */
export interface RecallRow {
  readonly id: string;
  /** The source conversation; null: the memory is a session of its own. */
  readonly conversationId: string | null;
  /** Number of the source message in its conversation; 0 without one. */
  readonly place: number;
  readonly speaker: string | null;
  /** Stems of the speaker's name. */
  readonly speakerStems: readonly string[];
  /** Role of the source message; null without one. */
  readonly role: TurnRole | null;
  /** `validFrom` as days since 1970-01-01, in the time zone of the collection. */
  readonly day: number;
  /** Number of distinct terms of date, speaker and text, at most 65,535. */
  readonly termCount: number;
  /** Stems of date, speaker and text in order, with repeats, without stop words. */
  readonly stems: readonly string[];
  /** How many of the stems, from the first on, belong to the date: at most 15. */
  readonly dateStems: number;
  /** Distinct word pieces of "speaker: text" (see `distinctPieces`). */
  readonly pieces: Uint16Array;
  /** Bit set of the patterns in its text. */
  readonly patterns: number;
  /** Vector of the index's model; null until it is embedded. */
  readonly vector: Vector | null;
  readonly tags: readonly string[];
  /** Entries of its metadata. */
  readonly entries: PlainEntries;
  readonly kind: MemoryKind;
  readonly validFrom: number;
  readonly validTo: number | null;
  readonly createdAt: number;
  /** Equal for memories with the same content: as many bits of the content's hash as a number holds. */
  readonly content: number;
}

/** Changes of a collection between two events. */
export interface RecallChanges {
  /** They begin after this event … */
  readonly afterSeq: number;
  /** … and include this one, and possibly later ones. */
  readonly seq: number;
  /** New or changed memories that are CURRENT now. */
  readonly upserts: readonly RecallRow[];
  /** Ids of memories that are no longer CURRENT; unknown ones are ignored. */
  readonly removals: readonly string[];
  /** New or changed memories that are SUPERSEDED now. */
  readonly replaced: readonly ReplacedRow[];
  /** Deleted conversations, whose memories are gone. */
  readonly deletedConversations: readonly string[];
}
