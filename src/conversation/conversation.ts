import type { JsonObject } from '../platform/json-object.ts';

export type ConversationOrder = 'ACTIVE_DESC' | 'CREATED_DESC';

/** A sequence of messages in a collection, from which memories can be learnt. */
export interface Conversation {
  readonly id: string;
  readonly accountId: string;
  readonly collectionId: string;
  /** The application's key, unique in its collection. */
  readonly key: string | null;
  readonly title: string | null;
  readonly metadata: JsonObject | null;
  readonly messageCount: number;
  /** Number of the newest event of its stream. */
  readonly eventSeq: number;
  /** When its newest message was sent; null if it has none. */
  readonly lastMessageAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
