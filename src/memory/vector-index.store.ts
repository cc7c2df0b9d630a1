import { sql } from 'kysely';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import { askedStreams } from '../platform/events/asked-streams.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import type { VectorSpace } from './vector-index.ts';

/** Memories of an account that can be scanned in about a millisecond. Source: design, "Search", semantic arm. */
export const largestExactScan = 5_000;

/** Vectors of a collection that may stay outside of the index; every search scans them. */
const mostOutside = 200;

/** Accounts beyond the bound for which one of these collections has enough vectors outside of the index to add them. */
export async function outgrownScans(
  db: Database,
  collections: readonly Pick<StreamRef, 'accountId' | 'streamId'>[],
): Promise<string[]> {
  if (collections.length === 0) return [];
  const { rows } = await sql<{ accountId: string }>`${prepared}
    select distinct asked.account_id as "accountId" from ${askedStreams(collections)}
    where (
      select coalesce(sum(memory_count), 0) from stream where account_id = asked.account_id and kind = 'collection'
    ) > ${largestExactScan} and (
      select count(*) from (
        select from memory_embedding
        where account_id = asked.account_id and collection_id = asked.stream_id and not ann limit ${mostOutside}) outside
    ) = ${mostOutside}`.execute(db);
  return rows.map(({ accountId }) => accountId);
}

/** Accounts beyond the bound. */
export async function accountsBeyondScans(db: Database): Promise<string[]> {
  const { rows } = await sql<{ accountId: string }>`
    select account_id as "accountId" from stream where kind = 'collection'
    group by account_id having sum(memory_count) > ${largestExactScan}`.execute(acrossAccounts(db, 'stream'));
  return rows.map(({ accountId }) => accountId);
}

/** Number of events on the account's collection streams; every write raises it. */
export async function countEvents(db: Database, accountId: string): Promise<number> {
  const { rows } = await sql<{ events: number }>`
    select coalesce(sum(seq), 0)::float8 as events from stream
    where account_id = ${accountId} and kind = 'collection'`.execute(db);
  return rows[0]?.events ?? 0;
}

/** Whether more of the account's vectors are outside of the index than a search should have to scan. */
export async function isFarBehind(db: Database, accountId: string): Promise<boolean> {
  const { rows } = await sql<{ far: boolean }>`
    select count(*) = ${largestExactScan} as far from (
      select from collection
      join memory_embedding e on e.account_id = collection.account_id and e.collection_id = collection.id
      where collection.account_id = ${accountId} and not e.ann limit ${largestExactScan}) outside`.execute(db);
  return rows[0]?.far ?? false;
}

/** Marks vectors of an account for the index, skipping those locked by others; returns how many. */
export async function markForIndex(db: Database, accountId: string, limit: number): Promise<number> {
  const { rows } = await sql<{ marked: number }>`
    with batch as materialized (
      select e.memory_id, e.model from collection
      join memory_embedding e on e.account_id = collection.account_id and e.collection_id = collection.id
      where collection.account_id = ${accountId} and not e.ann limit ${limit} for no key update of e skip locked
    ), marked as (
      update memory_embedding set ann = true from batch
      where account_id = ${accountId} and memory_embedding.memory_id = batch.memory_id and memory_embedding.model = batch.model
      returning 1
    )
    select count(*)::int as marked from marked`.execute(db);
  return rows[0]?.marked ?? 0;
}

/** Models of an account's indexed vectors. Walks the distinct models of each collection by index probes: there may be a million vectors. */
export async function modelsOf(db: Database, accountId: string): Promise<VectorSpace[]> {
  const { rows } = await sql<VectorSpace>`
    with recursive found as (
      select collection.id, (
        select min(model) from memory_embedding where account_id = ${accountId} and collection_id = collection.id and ann
      ) as model from collection where account_id = ${accountId}
      union all
      select found.id, (
        select min(model) from memory_embedding
        where account_id = ${accountId} and collection_id = found.id and ann and model > found.model
      ) from found where found.model is not null
    )
    select distinct found.model, sample.dimensions from found cross join lateral (
      select vector_dims(vector) as dimensions from memory_embedding
      where account_id = ${accountId} and collection_id = found.id and ann and model = found.model limit 1
    ) sample`.execute(db);
  return rows;
}
