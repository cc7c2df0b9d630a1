import { sql } from 'kysely';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import { hasVector } from './unembedded.store.ts';

/** Accounts with vectors of any other model. Two index probes per collection. */
export async function accountsOfOtherModels(db: Database, model: string): Promise<string[]> {
  const everywhere = acrossAccounts(db, 'collection', 'memory_embedding');
  const { rows } = await sql<{ accountId: string }>`
    select distinct collection.account_id as "accountId" from collection
    where exists (select from memory_embedding e
        where e.account_id = collection.account_id and e.collection_id = collection.id and e.model < ${model})
      or exists (select from memory_embedding e
        where e.account_id = collection.account_id and e.collection_id = collection.id and e.model > ${model})`.execute(
    everywhere,
  );
  return rows.map(({ accountId }) => accountId);
}

/** Number of an account's vectors by model. */
export async function vectorCounts(db: Database, accountId: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('memory_embedding')
    .select(['model', sql<number>`count(*)::int`.as('vectors')])
    .where('account_id', '=', accountId)
    .groupBy('model')
    .execute();
  return new Map(rows.map(({ model, vectors }) => [model, vectors]));
}

/**
 * Sets the model whose vectors an account's collections are searched by; null: the configured one. Returns the collections that
 * changed.
 */
export async function setFormerModel(db: Database, accountId: string, model: string | null): Promise<string[]> {
  const rows = await db
    .updateTable('collection')
    .set({ former_model: model })
    .where('account_id', '=', accountId)
    .where(sql<boolean>`former_model is distinct from ${model}`)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

export async function collectionsOf(db: Database, accountId: string): Promise<string[]> {
  const query = db.selectFrom('collection').select('id').where('account_id', '=', accountId);
  return (await query.where('deleted_at', 'is', null).execute()).map(({ id }) => id);
}

/**
 * Deletes up to `limit` vectors of other models; returns the number deleted. A READY memory without a vector of this model was
 * written by a process with former settings: its vectors stay until it is moved. Each memory is looked up by its key (`offset 0`)
 * and each vector is deleted by ctid: with statistics taken while the tables were empty, Postgres would scan all vectors for each
 * of them.
 */
export async function deleteOtherVectors(
  db: Database,
  accountId: string,
  model: string,
  limit: number,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from memory_embedding where account_id = ${accountId} and ctid = any(array(
      select e.ctid from memory_embedding e
      cross join lateral (
        select id, embedding_status from memory where account_id = ${accountId} and id = e.memory_id offset 0) memory
      where e.account_id = ${accountId} and e.model <> ${model}
        and (memory.embedding_status <> 'READY' or ${hasVector(accountId, model)})
      limit ${limit}))`.execute(db);
  return Number(numAffectedRows);
}

/** Dimensions of the stored vectors of a model; null if there are none. */
export async function storedDimensions(db: Database, model: string): Promise<number | null> {
  const { rows } = await sql<{ dimensions: number }>`
    select vector_dims(stored.vector) as dimensions from collection
    cross join lateral (select e.vector from memory_embedding e
      where e.account_id = collection.account_id and e.collection_id = collection.id and e.model = ${model} limit 1) stored
    limit 1`.execute(acrossAccounts(db, 'collection', 'memory_embedding'));
  return rows[0]?.dimensions ?? null;
}
