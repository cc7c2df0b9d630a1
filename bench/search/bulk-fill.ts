import { sql } from 'kysely';
import { CollectionService } from '../../src/collection/collection.service.ts';
import type { CollectionKey } from '../../src/collection/collection.ts';
import { contentHash } from '../../src/memory/memory.ts';
import type { MemoryReader } from '../../src/memory/memory-reader.ts';
import { insertMemories, type NewMemory } from '../../src/memory/new-memory.store.ts';
import { countMemories } from '../../src/memory/statistics.store.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { makeViewer } from '../../tests/support/viewer.ts';
import { makeConversation, type SyntheticConversation } from './conversations.ts';

/** The collection to fill: empty, with default settings. */
export interface BulkTarget extends CollectionKey {
  readonly principal: string;
}

export interface BulkOptions {
  readonly to: BulkTarget;
  readonly conversations: number;
  /** Number of the first conversation, so that collections may differ. Default: 0. */
  readonly firstNumber?: number;
  readonly vocabulary: readonly string[];
  readonly reader: MemoryReader;
  readonly onProgress?: (memories: number) => void;
}

/** Conversations per statement: about a thousand memories. */
const batch = 40;
/** Memories whose statistics are counted together. */
const countedAtOnce = 25_000;

/**
 * Stores conversations with a memory of each turn using the statements of the write path, in a fraction of its time: many per
 * transaction, reading the next batch while one is written, and without events. The result equals the state after event retention.
 */
export async function bulkFill(db: Database, options: BulkOptions): Promise<void> {
  const { to, conversations, firstNumber = 0, vocabulary, reader, onProgress } = options;
  const ids: string[] = [];
  let written: Promise<void> = Promise.resolve();
  for (let first = 0; first < conversations; first += batch) {
    const count = Math.min(batch, conversations - first);
    const made = Array.from({ length: count }, (_, n) => makeConversation(firstNumber + first + n, vocabulary));
    const read = await readAll(made, to, reader);
    await written;
    written = db.transaction().execute((unit) => store(unit, to, reader.model, read));
    ids.push(...read.memories.map(({ id }) => id));
    onProgress?.(ids.length);
  }
  await written;
  for (let first = 0; first < ids.length; first += countedAtOnce) {
    const some = ids.slice(first, first + countedAtOnce);
    await db.transaction().execute((unit) => countMemories(unit, to.accountId, some));
  }
  await raise(db, to, conversations, ids.length);
}

/** Creates an empty collection for a viewer with full access to the account. */
export async function emptyCollection(db: Database, accountId: string, name = 'bench'): Promise<BulkTarget> {
  const viewer = makeViewer({ accountId, principal: accountId });
  const { id } = await new CollectionService(db).create(viewer, { name });
  return { accountId, principal: viewer.principal, collectionId: id };
}

interface Batch {
  readonly conversations: readonly { readonly id: string; readonly sent_at: string }[];
  readonly messages: readonly Readonly<Record<string, unknown>>[];
  readonly memories: readonly NewMemory[];
}

async function readAll(made: readonly SyntheticConversation[], to: BulkTarget, reader: MemoryReader): Promise<Batch> {
  const turns = made.flatMap(({ sentAt, turns: said }) => {
    const conversationId = newId();
    return said.map((turn, index) => ({ ...turn, sentAt, conversationId, seq: index + 1, messageId: newId() }));
  });
  const readings = await reader.read(turns);
  const memories = turns.map(({ speaker, content, conversationId, messageId, sentAt }, index): NewMemory => {
    const reading = readings[index];
    if (!reading) throw new Error('A text was not read');
    return {
      id: newId(),
      content,
      contentHash: contentHash(content),
      kind: 'FACT',
      speaker,
      tags: [],
      metadata: null,
      conversationId,
      messageId,
      validFrom: new Date(sentAt),
      validTo: null,
      reading,
      actor: { kind: 'USER', name: to.principal },
    };
  });
  const sent = new Map(turns.map(({ conversationId, sentAt }) => [conversationId, sentAt]));
  return {
    conversations: [...sent].map(([id, sent_at]) => ({ id, sent_at })),
    messages: turns.map(({ messageId, conversationId, sentAt, ...turn }) => ({
      ...turn,
      id: messageId,
      conversation_id: conversationId,
      sent_at: sentAt,
    })),
    memories,
  };
}

async function store(unit: Database, to: BulkTarget, model: string, batchOf: Batch): Promise<void> {
  const { accountId, collectionId } = to;
  await sql`
    with given as (
      select * from json_to_recordset(${JSON.stringify(batchOf.conversations)}::json) as item (id uuid, sent_at timestamptz)
    ), counted as (
      select conversation_id as id, count(*)::int as messages
      from json_to_recordset(${JSON.stringify(batchOf.messages)}::json) as item (conversation_id uuid) group by 1
    ), talked as (
      insert into conversation (account_id, id, collection_id, last_message_at)
      select ${accountId}, id, ${collectionId}::uuid, sent_at from given
    )
    insert into stream (account_id, kind, id, seq, message_count)
    select ${accountId}, 'conversation', id, messages, messages from counted`.execute(unit);
  await sql`
    insert into message (account_id, id, conversation_id, seq, role, speaker, content, sent_at)
    select ${accountId}, id, conversation_id, seq, 'USER', speaker, content, sent_at
    from json_to_recordset(${JSON.stringify(batchOf.messages)}::json) as item (
      id uuid, conversation_id uuid, seq int, speaker text, content text, sent_at timestamptz)`.execute(unit);
  const destination = { accountId, collectionId, language: 'en', timeZone: 'UTC', embeddingModel: model };
  await insertMemories(unit, destination, batchOf.memories);
}

/**
 * Advances the counters as events would have: two per conversation (its creation and its one append), one per memory. Consumers are
 * caught up.
 */
async function raise(db: Database, to: BulkTarget, conversations: number, memories: number): Promise<void> {
  const { accountId, collectionId } = to;
  await sql`
    update stream set seq = seq + ${2 * conversations + memories}::int, memory_revision = memory_revision + ${memories}::int,
      memory_count = memory_count + ${memories}::int, conversation_count = conversation_count + ${conversations}::int
    where account_id = ${accountId} and kind = 'collection' and id = ${collectionId}`.execute(db);
  await sql`
    insert into consumer (account_id, kind, stream_id, name, seq)
    select account_id, kind, id, name, seq from stream cross join unnest(array['statistics', 'graph', 'findings']) as name
    where account_id = ${accountId} and kind = 'collection' and id = ${collectionId}
    on conflict (account_id, kind, stream_id, name) do update set seq = excluded.seq`.execute(db);
}
