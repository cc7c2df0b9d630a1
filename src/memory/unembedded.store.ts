import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { CollectionKey } from '../collection/collection.ts';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import { isLongAgo } from '../platform/db/long-ago.ts';
import { leastId } from '../platform/db/new-id.ts';
import { vectorLiteral } from '../platform/db/vector.ts';
import type { Vector } from '../platform/embedding/embedder.ts';
import { keysOf } from './asked-memories.ts';
import type { Spoken } from './memory-reader.ts';
import { lockRowsOf } from './statistics.store.ts';

/** A memory without a vector of a model. */
export interface UnembeddedMemory extends Spoken {
  readonly id: string;
}

/** Collections of any account with PENDING memories older than `olderThanSeconds`, at most `limit`. */
export async function waitingCollections(
  db: Database,
  olderThanSeconds: number,
  limit: number,
): Promise<CollectionKey[]> {
  return acrossAccounts(db, 'memory')
    .selectFrom('memory')
    .distinct()
    .select(['account_id as accountId', 'collection_id as collectionId'])
    .where('embedding_status', '=', 'PENDING')
    .where(isLongAgo('created_at', olderThanSeconds))
    .limit(limit)
    .execute();
}

/** PENDING memories of a collection, oldest first. */
export function pendingMemories(db: Database, of: CollectionKey, limit: number): Promise<UnembeddedMemory[]> {
  return db
    .selectFrom('memory')
    .select(['id', 'speaker', 'content'])
    .where('account_id', '=', of.accountId)
    .where('collection_id', '=', of.collectionId)
    .where('embedding_status', '=', 'PENDING')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Stores vectors of memories, skipping those that are gone. Returns the collections of those that were not READY before, by memory id. */
export async function storeVectors(
  db: Database,
  accountId: string,
  model: string,
  vectors: ReadonlyMap<string, Vector>,
): Promise<Map<string, string>> {
  const input = [...vectors].map(([id, { values, scale }]) => ({ id, vector: vectorLiteral(values), scale }));
  const { rows } = await sql<{ id: string; collectionId: string }>`
    with input as (
      select * from json_to_recordset(${JSON.stringify(input)}::json) as item (id uuid, vector text, scale real)
    ), present as materialized (
      select memory.id, memory.collection_id, memory.embedding_status from memory join input using (id)
      where memory.account_id = ${accountId} order by memory.id for no key update of memory
    ), written as (
      insert into memory_embedding (account_id, memory_id, collection_id, model, vector, scale)
      select ${accountId}, id, present.collection_id, ${model}, input.vector::vector, input.scale
      from present join input using (id)
      on conflict (account_id, memory_id, model) do update set vector = excluded.vector, scale = excluded.scale
    )
    update memory set embedding_status = 'READY' from present
    where memory.account_id = ${accountId} and memory.id = present.id and present.embedding_status <> 'READY'
    returning memory.id, memory.collection_id as "collectionId"`.execute(db);
  return new Map(rows.map(({ id, collectionId }) => [id, collectionId]));
}

/**
 * Marks memories that cannot be embedded. Returns the collections of those that were not FAILED before, by memory id. It leaves those that
 * another process has given a vector of the model meanwhile: nothing would embed them again.
 */
export async function markFailed(
  db: Database,
  accountId: string,
  model: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  await lockRowsOf(db, keysOf(accountId, ids));
  const rows = await db
    .updateTable('memory')
    .set({ embedding_status: 'FAILED' })
    .where('account_id', '=', accountId)
    .where('id', 'in', ids)
    .where('embedding_status', '<>', 'FAILED')
    .where(sql<SqlBool>`not ${hasVector(accountId, model)}`)
    .returning(['id', 'collection_id as collectionId'])
    .execute();
  return new Map(rows.map(({ id, collectionId }) => [id, collectionId]));
}

/**
 * Whether the row `memory` has a vector of a model. Each is looked up by its key (`offset 0`): for a model that is new to its
 * statistics Postgres expects one vector, and would compare each memory with all vectors that exist by now.
 */
export const hasVector = (accountId: string, model: string): RawBuilder<SqlBool> => sql<SqlBool>`
  exists (select from memory_embedding e
    where e.account_id = ${accountId} and e.memory_id = memory.id and e.model = ${model} offset 0)`;

/** A collection, or with null all of an account. */
type Within = Pick<CollectionKey, 'accountId'> & { readonly collectionId: string | null };

const withoutVector = ({ accountId, collectionId }: Within, model: string) => sql`
  from memory where account_id = ${accountId} ${collectionId === null ? sql`` : sql`and collection_id = ${collectionId}`}
    and not ${hasVector(accountId, model)}`;

/** Number of a collection's memories, whatever their status, without a vector of a model: pending, failed, or with one of another model. */
export async function countUnembedded(db: Database, of: CollectionKey, model: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count ${withoutVector(of, model)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Returns the next of such memories by id, starting after `after`. */
export async function nextUnembedded(
  db: Database,
  of: Within,
  { model, after, limit }: { readonly model: string; readonly after: string | null; readonly limit: number },
): Promise<UnembeddedMemory[]> {
  const { rows } = await sql<UnembeddedMemory>`
    select id, speaker, content ${withoutVector(of, model)}
      and id > ${after ?? leastId}::uuid
    order by id limit ${limit}`.execute(db);
  return rows;
}
