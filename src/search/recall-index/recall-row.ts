import type { MemoryKind } from '../../memory/memory.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import type { PlainEntries } from '../plain-entries.ts';
import type { TurnRole } from '../ranking/turn.ts';

/** What the recall index knows of a CURRENT memory. Instants are milliseconds since 1970. */
export interface RecallRow {
  readonly id: string;
  /** The conversation that it was learnt in; null: it is a session of its own. */
  readonly conversationId: string | null;
  /** Number of its message in the conversation; 0 where there is none. */
  readonly place: number;
  readonly speaker: string | null;
  /** Stems of the words of the speaker's name. */
  readonly speakerStems: readonly string[];
  /** Role of the source message; null where there is none. */
  readonly role: TurnRole | null;
  /** `validFrom` as days since 1970-01-01, in the time zone of the collection. */
  readonly day: number;
  /** Distinct terms of date, speaker and text: at most 65,535. */
  readonly termCount: number;
  /** Stems of date, speaker and text in their order, repeats included, stop words left out. */
  readonly stems: readonly string[];
  /** How many of the stems, from the first on, are the date's: at most 15. */
  readonly dateStems: number;
  /** Word pieces of "speaker: text", each once (see `distinctPieces`). */
  readonly pieces: Uint16Array;
  /** Bits of the patterns that its text has. */
  readonly patterns: number;
  /** Of the index's model; null while it is not embedded. */
  readonly vector: Vector | null;
  readonly tags: readonly string[];
  /** Of its metadata. */
  readonly entries: PlainEntries;
  readonly kind: MemoryKind;
  readonly validFrom: number;
  readonly validTo: number | null;
  readonly createdAt: number;
  /** Equal for memories that say the same: of the content's hash as many bits as a number holds. */
  readonly content: number;
}

/** What happened to a collection between two numbers of its event stream. */
export interface RecallChanges {
  /** They begin after this event … */
  readonly afterSeq: number;
  /** … and end with this one, or hold what came later, too. */
  readonly seq: number;
  /** Memories that are CURRENT now and are new or were changed. */
  readonly upserts: readonly RecallRow[];
  /** Ids of memories that are CURRENT no longer; others are passed over. */
  readonly removals: readonly string[];
  /** Conversations that were deleted: their memories are gone. */
  readonly deletedConversations: readonly string[];
}
