import { isVisible, type Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';

/** What a memory takes over from its source message. */
export interface Source {
  readonly messageId: string;
  readonly conversationId: string;
  readonly speaker: string | null;
  readonly sentAt: Date;
}

/** Returns the visible messages as sources of memories. A read model of conversations, which depend on memories. */
export async function findSources(
  db: Database,
  reach: Reach,
  messageIds: readonly string[],
): Promise<Map<string, Source>> {
  if (messageIds.length === 0) return new Map();
  const sources: Source[] = await db
    .selectFrom('message')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .whereRef('conversation.account_id', '=', 'message.account_id')
    .innerJoin('collection', 'collection.id', 'conversation.collection_id')
    .whereRef('collection.account_id', '=', 'conversation.account_id')
    .where(isVisible(reach))
    .where('conversation.deleted_at', 'is', null)
    .where('message.id', 'in', messageIds)
    .select([
      'message.id as messageId',
      'message.conversation_id as conversationId',
      'message.speaker',
      'message.sent_at as sentAt',
    ])
    .execute();
  return new Map(sources.map((source) => [source.messageId, source]));
}
