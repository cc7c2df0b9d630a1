import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { MemoryTable } from '../platform/db/tables.ts';
import type { JsonObject } from '../platform/json-object.ts';

export type MemoryKind = MemoryTable['kind'];
export type MemoryTier = 'ACTIVE' | 'THREAD' | 'STABLE';
export type MemoryStatus = 'CURRENT' | 'SUPERSEDED' | 'FORGOTTEN';

/** Something learnt. Its content never changes; a change of mind makes a new one. */
export interface Memory {
  readonly id: string;
  readonly accountId: string;
  readonly collectionId: string;
  readonly conversationId: string | null;
  readonly messageId: string | null;
  readonly content: string;
  readonly contentHash: string;
  readonly kind: MemoryKind;
  readonly tier: MemoryTier;
  readonly status: MemoryStatus;
  readonly resonance: number;
  readonly tags: readonly string[];
  readonly metadata: JsonObject | null;
  readonly speaker: string | null;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly supersededById: string | null;
  readonly embeddingStatus: 'PENDING' | 'READY' | 'FAILED';
  readonly revision: number;
  readonly accessCount: number;
  readonly lastAccessedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Columns of a memory that its readers need: all but those that only search uses. */
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
  'valid_from',
  'valid_to',
  'superseded_by',
  'embedding_status',
  'revision',
  'access_count',
  'last_accessed_at',
  'created_at',
  'updated_at',
] as const;

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
  validFrom: row.valid_from,
  validTo: row.valid_to,
  supersededById: row.superseded_by,
  embeddingStatus: row.embedding_status,
  revision: row.revision,
  accessCount: row.access_count,
  lastAccessedAt: row.last_accessed_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** sha-256 of the normalised content (NFC, trimmed, white space as one), hex. Equal memories have equal hashes. */
export const contentHash = (content: string): string =>
  createHash('sha256').update(content.normalize('NFC').trim().replace(/\s+/gu, ' ')).digest('hex');

/** What is embedded, and the end of what is searched by words: who said it, then what. */
export const spokenText = (memory: { readonly speaker: string | null; readonly content: string }): string =>
  memory.speaker === null ? memory.content : `${memory.speaker}: ${memory.content}`;
