import { type RawBuilder, sql } from 'kysely';

/** The columns of the table `memory` that make a Memory: all but those that only search uses, and the hash as a text. */
export const columnsOfMemory = [
  'memory.id',
  'memory.account_id as accountId',
  'memory.collection_id as collectionId',
  'memory.conversation_id as conversationId',
  'memory.message_id as messageId',
  'memory.content',
  sql<string>`encode(memory.content_hash, 'hex')`.as('contentHash'),
  'memory.kind',
  'memory.tier',
  'memory.status',
  'memory.resonance',
  'memory.tags',
  'memory.metadata',
  'memory.speaker',
  'memory.role',
  'memory.valid_from as validFrom',
  'memory.valid_to as validTo',
  'memory.time_zone as timeZone',
  'memory.superseded_by as supersededById',
  'memory.embedding_status as embeddingStatus',
  'memory.revision',
  'memory.access_count as accessCount',
  'memory.last_accessed_at as lastAccessedAt',
  'memory.created_at as createdAt',
  'memory.updated_at as updatedAt',
] as const;

/** The same for raw SQL. */
export const memoryColumns: RawBuilder<unknown> = sql.join(
  columnsOfMemory.map((column) => {
    if (typeof column !== 'string') return sql`${column.expression} as "contentHash"`;
    const [stored = '', name = ''] = column.split(' as ');
    return name === '' ? sql.ref(stored) : sql`${sql.ref(stored)} as ${sql.id(name)}`;
  }),
);

/** The calendar day of an instant by the clock of the `collection`. */
export const dayHere = (instant: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(${instant} at time zone collection.time_zone)::date`;
