import { sql } from 'kysely';
import type { CollectionKey } from '../collection/collection.ts';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import { lexicalText, textSearchConfig } from '../platform/db/text-search.ts';
import { vectorLiteral } from '../platform/db/vector.ts';
import type { JsonObject } from '../platform/json-object.ts';
import { inTextTurns } from '../platform/turns/text-turns.ts';
import { withWordBreaks } from '../platform/words/word-breaks.ts';
import type { Actor } from './actor.ts';
import { duplicateKey, type Memory, type MemoryKind, type MemoryStatus, spokenText } from './memory.ts';
import { columnsOfMemory, memoryColumns } from './memory-columns.ts';
import type { FindQuota } from './memory-quota.store.ts';
import { patternsIn, type Reading } from './memory-reader.ts';

/** A memory to be written, complete except for the columns that the database fills. */
export interface NewMemory {
  readonly id: string;
  readonly content: string;
  readonly contentHash: string;
  readonly kind: MemoryKind;
  readonly speaker: string | null;
  readonly tags: readonly string[];
  readonly metadata: JsonObject | null;
  readonly conversationId: string | null;
  readonly messageId: string | null;
  /** `null`: now, by the database's clock. */
  readonly validFrom: Date | null;
  readonly validTo: Date | null;
  readonly reading: Reading;
  readonly actor: Actor;
}

/** The fields of a collection that writing its memories needs. */
export interface Destination extends CollectionKey {
  readonly language: string;
  readonly timeZone: string;
  readonly embeddingModel: string;
  /** Omitted if the new memory replaces another. */
  readonly quota?: FindQuota;
}

/** Default start: now, but not after an end that was in the future by the clock that validated it. */
const starts = sql`coalesce(input.valid_from, least(statement_timestamp(), input.valid_to))`;

/** Insertion waits for concurrent inserts of equal memories; a common order prevents deadlocks. */
const oneOrder = sql`case when message_id is null then content_hash end, prepared.speaker, ordinal`;

/**
 * Writes memories with their terms, readings and first revisions in one statement; returns the new ones, in any order. One from
 * no message that equals a CURRENT memory of the same speaker is left out. Timestamps are those of the statement, as for
 * messages: a memory must not be older than the message that the transaction has written before it.
 */
export async function insertMemories(
  db: Database,
  to: Destination,
  memories: readonly NewMemory[],
  status: MemoryStatus = 'CURRENT',
): Promise<Memory[] | null> {
  const formerModel = memories[0]?.reading.former?.model ?? null;
  const input = await newMemoryRows(to, memories);
  const { rows } = await sql<Memory | { readonly id: null }>`${prepared}
    with destination as materialized (
      select from collection where account_id = ${to.accountId} and id = ${to.collectionId}::uuid and deleted_at is null for key share
    ), input as (
      select * from json_to_recordset(${input}::json) as item (
        ordinal int, id uuid, content text, content_hash text, words text, kind text, speaker text, tags text[],
        metadata jsonb, conversation_id uuid, message_id uuid, valid_from timestamptz, valid_to timestamptz,
        vector text, scale real, former_vector text, former_scale real, pieces smallint[], patterns int, actor_kind text, actor text)
    ), prepared as materialized (
      select input.*, ${starts} as starts, to_tsvector(${textSearchConfig(to.language)}::regconfig,
        ${lexicalText({ ...to, validFrom: starts, words: sql`input.words` })}) as terms
      from input
    ), inserted as (
      insert into memory (account_id, id, collection_id, conversation_id, message_id, content, content_hash, kind, tags,
        metadata, speaker, valid_from, valid_to, status, embedding_status, language, time_zone, terms, term_count, pieces, patterns, place, role,
        created_at, updated_at)
      select ${to.accountId}, prepared.id, ${to.collectionId}::uuid, prepared.conversation_id, message_id,
        prepared.content, decode(content_hash, 'hex'), kind, tags, prepared.metadata, prepared.speaker, starts, valid_to, ${status},
        case when vector is null then 'PENDING' else 'READY' end, ${to.language}, ${to.timeZone}, terms, length(terms), pieces, patterns,
        message.seq, message.role, statement_timestamp(), statement_timestamp()
      from destination cross join prepared left join lateral (
        -- One by one: as many rows as Postgres takes a list for, a hundred, would have it read all messages of all accounts, up to some 20,000.
        select seq, role from message where account_id = ${to.accountId} and id = prepared.message_id offset 0
      ) message on true
      order by ${oneOrder}
      on conflict (account_id, collection_id, content_hash, coalesce(speaker, ''))
        where status = 'CURRENT' and message_id is null do nothing
      returning *
    ), embedded as (
      insert into memory_embedding (account_id, memory_id, collection_id, model, vector, scale)
      select ${to.accountId}, id, ${to.collectionId}::uuid, ${to.embeddingModel}, prepared.vector::vector, prepared.scale
      from prepared join inserted using (id) where prepared.vector is not null
    ), ${formerModel === null ? sql`` : alsoForFormer(to, formerModel)} revised as (
      insert into memory_revision (account_id, memory_id, revision, changed, kind, tier, tags, metadata, valid_from,
        valid_to, status, actor_kind, actor, at)
      select ${to.accountId}, id, i.revision, '{}', i.kind, i.tier, i.tags, i.metadata, i.valid_from, i.valid_to,
        i.status, p.actor_kind, p.actor, i.created_at
      from inserted i join prepared p using (id)
    )
    select ${memoryColumns} from destination left join inserted memory on true`.execute(db);
  return rows.length === 0 ? null : rows.filter((row) => row.id !== null);
}

/**
 * While an account moves from the bundled table's model to another, searches use the table's vectors, so new memories get both.
 * The share lock makes the end of the move wait; if the move has ended already, this sees it.
 */
const alsoForFormer = ({ accountId, collectionId }: Destination, formerModel: string) => sql`
  moving as materialized (
    select id from collection where account_id = ${accountId} and former_model = ${formerModel} order by id limit 1 for share
  ), formerly as (
    insert into memory_embedding (account_id, memory_id, collection_id, model, vector, scale)
    select ${accountId}, inserted.id, ${collectionId}::uuid, ${formerModel}, prepared.former_vector::vector, prepared.former_scale
    from prepared join inserted using (id) cross join moving
  ),`;

/**
 * Returns the CURRENT memories, from no message, that equal new ones. The lock keeps them from being purged before the
 * transaction ends.
 */
export async function findDuplicates(
  db: Database,
  of: CollectionKey,
  memories: readonly { readonly contentHash: string }[],
): Promise<Map<string, Memory>> {
  const hashes = memories.map((memory) => Buffer.from(memory.contentHash, 'hex'));
  const rows = await db
    .selectFrom('memory')
    .select(columnsOfMemory)
    .where('account_id', '=', of.accountId)
    .where('collection_id', '=', of.collectionId)
    .where('status', '=', 'CURRENT')
    .where('message_id', 'is', null)
    .where('content_hash', 'in', hashes)
    .forKeyShare()
    .execute();
  return new Map(rows.map((memory) => [duplicateKey(memory), memory]));
}

/** Serialises memories for their statement, yielding to the event loop in between: a bulk of long ones is some 15 MB. */
async function newMemoryRows(to: Destination, memories: readonly NewMemory[]): Promise<string> {
  const rows = await inTextTurns(
    memories,
    ({ content }) => content.length,
    (memory, ordinal) => JSON.stringify(inputRow(to, memory, ordinal)),
  );
  return `[${rows.join(',')}]`;
}

const inputRow = (to: Destination, memory: NewMemory, ordinal: number) => ({
  ordinal,
  id: memory.id,
  content: memory.content,
  content_hash: memory.contentHash,
  words: withWordBreaks(spokenText(memory), to.language),
  kind: memory.kind,
  speaker: memory.speaker,
  tags: memory.tags,
  metadata: memory.metadata,
  conversation_id: memory.conversationId,
  message_id: memory.messageId,
  valid_from: memory.validFrom,
  valid_to: memory.validTo,
  vector: memory.reading.vector && vectorLiteral(memory.reading.vector.values),
  scale: memory.reading.vector?.scale,
  former_vector: memory.reading.former && vectorLiteral(memory.reading.former.vector.values),
  former_scale: memory.reading.former?.vector.scale,
  pieces: [...memory.reading.pieces],
  patterns: patternsIn(to.language, memory.reading.patterns),
  actor_kind: memory.actor.kind,
  actor: memory.actor.name,
});
