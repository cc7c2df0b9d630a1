import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import type { Naming } from '../search/graph-arm.ts';

/** Asks which of the memories of an account name what the seeds name. */
export interface AskedNaming {
  readonly accountId: string;
  readonly seedIds: readonly string[];
  readonly memoryIds: readonly string[];
}

interface NamingRow extends Naming {
  /** Index of the request that it answers. */
  readonly asked: number;
}

/** Answers all requests in one statement, each within its own account. */
export async function namingsOf(db: Database, all: readonly AskedNaming[]): Promise<Naming[][]> {
  const asked = all.map(({ accountId, seedIds, memoryIds }, number) => ({
    number,
    account_id: accountId,
    seeds: seedIds,
    hits: memoryIds,
  }));
  // Looked up hit by hit, by key: by entity, a name that half of the account has would be read in all of its memories.
  const { rows } = await sql<NamingRow>`${prepared}
    select asked.number as asked, named.*
    from json_to_recordset(${JSON.stringify(asked)}::json) as asked (number int, account_id text, seeds uuid[], hits uuid[])
    cross join lateral (
      with wanted as materialized (
        select distinct entity_id from mention
        where mention.account_id = asked.account_id and memory_id = any(asked.seeds)
      )
      select naming.memory_id as "memoryId", naming.entity_id as "entityId"
      from unnest(asked.hits) as hit (id)
      cross join lateral (
        select memory_id, entity_id from mention
        where mention.account_id = asked.account_id and memory_id = hit.id offset 0
      ) naming
      where naming.entity_id in (select entity_id from wanted)
    ) named`.execute(db);
  const namings: Naming[][] = all.map(() => []);
  for (const { asked: number, memoryId, entityId } of rows) namings[number]?.push({ memoryId, entityId });
  return namings;
}

/** Returns the entities that the memories of an account name. */
export const namedBy = (db: Database, accountId: string, memoryIds: readonly string[]): Promise<Naming[]> =>
  db
    .selectFrom('mention')
    .where('account_id', '=', accountId)
    .where(sql<boolean>`memory_id = any(${memoryIds}::uuid[])`)
    .select(['memory_id as memoryId', 'entity_id as entityId'])
    .execute();
