import { sql } from 'kysely';
import { faded } from '../memory/faded.ts';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';

/** Orders memories that fit a question equally well: by their remaining resonance, then the newest first. */
export async function livelierFirst(db: Database, accountId: string, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`${prepared}
    select memory.id from unnest(${ids}::uuid[]) as asked (id)
    cross join lateral (
      select * from memory where account_id = ${accountId} and id = asked.id offset 0) memory
    join collection on collection.account_id = ${accountId} and collection.id = memory.collection_id
    order by ${faded} desc, memory.created_at desc, memory.id desc`.execute(db);
  return rows.map(({ id }) => id);
}
