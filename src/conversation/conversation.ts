import type { JsonObject } from '../platform/json-object.ts';

/** Messages in a row, in a collection. Memories can be learnt from them. */
export interface Conversation {
  readonly id: string;
  readonly accountId: string;
  readonly collectionId: string;
  /** The application's own: no other of its collection has it. */
  readonly key: string | null;
  readonly title: string | null;
  readonly metadata: JsonObject | null;
  readonly messageCount: number;
  /** Number of the newest event of its stream. */
  readonly eventSeq: number;
  /** When the newest of its messages was sent; `null` where it has none. */
  readonly lastMessageAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
