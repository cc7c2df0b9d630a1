import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import type { Memory } from './memory.ts';

/** Returns the id of the memory that replaced a memory in the end: its replacement's replacement, and so on; null if none did. */
export async function lastReplacement(db: Database, { accountId, supersededById }: Memory): Promise<string | null> {
  if (supersededById === null) return null;
  const { rows } = await sql<{ id: string }>`
    with recursive replacement as (
      select id, superseded_by from memory where account_id = ${accountId} and id = ${supersededById}
      union
      select memory.id, memory.superseded_by from replacement
      join memory on memory.account_id = ${accountId} and memory.id = replacement.superseded_by
    )
    select id from replacement where superseded_by is null`.execute(db);
  return rows[0]?.id ?? supersededById;
}
