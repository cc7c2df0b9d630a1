import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { MemoryTable } from '../platform/db/tables.ts';
import type { Memory } from './memory.ts';

/** Columns of a memory for its readers: all but those that only search uses. */
export const memoryColumns = [
  'account_id',
  'id',
  'collection_id',
  'conversation_id',
  'message_id',
  'content',
  'content_hash',
  'kind',
  'tier',
  'status',
  'resonance',
  'tags',
  'metadata',
  'speaker',
  'role',
  'valid_from',
  'valid_to',
  'time_zone',
  'superseded_by',
  'embedding_status',
  'revision',
  'access_count',
  'last_accessed_at',
  'created_at',
  'updated_at',
] as const;

/** The same columns, qualified by the table `memory`. */
export const columnsOfMemory = memoryColumns.map((column) => `memory.${column}` as const);

/** The same columns of a row of any name, for raw SQL. */
export const columnsFrom = (row: string): RawBuilder<unknown> =>
  sql.join(memoryColumns.map((column) => sql.ref(`${row}.${column}`)));

export type MemoryRow = Pick<Selectable<MemoryTable>, (typeof memoryColumns)[number]>;

export const memoryFromRow = (row: MemoryRow): Memory => ({
  id: row.id,
  accountId: row.account_id,
  collectionId: row.collection_id,
  conversationId: row.conversation_id,
  messageId: row.message_id,
  content: row.content,
  contentHash: row.content_hash.toString('hex'),
  kind: row.kind,
  tier: row.tier,
  status: row.status,
  resonance: row.resonance,
  tags: row.tags,
  metadata: row.metadata,
  speaker: row.speaker,
  role: row.role,
  validFrom: row.valid_from,
  validTo: row.valid_to,
  timeZone: row.time_zone,
  supersededById: row.superseded_by,
  embeddingStatus: row.embedding_status,
  revision: row.revision,
  accessCount: row.access_count,
  lastAccessedAt: row.last_accessed_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
