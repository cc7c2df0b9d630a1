import { sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import type { Memory } from './memory.ts';
import { memoryColumns } from './memory-columns.ts';
import { isOfHiddenConversation } from './memory-conditions.ts';

export interface WantedMemories {
  readonly reach: Reach;
  readonly ids: readonly string[];
}

interface FoundRow extends Memory {
  /** Index of the request that it was read for. */
  readonly wanted: number;
}

/**
 * Returns, for each request, the memories that its viewer asks for by id and may see: `visibleMemories` for many viewers in one
 * statement, each within their own account. Memories and their collections are looked up by key (`offset 0`): with a join, Postgres expects
 * few collections in reach, and reads all memories of an account with many of them.
 */
export async function memoriesOf(db: Database, wanted: readonly WantedMemories[]): Promise<Memory[][]> {
  const asked = wanted.map(({ reach: { accountId, within }, ids }, number) => ({
    number,
    account_id: accountId,
    within,
    ids,
  }));
  const { rows } = await sql<FoundRow>`${prepared}
    select asked.number as wanted, found.*
    from json_to_recordset(${JSON.stringify(asked)}::json) as asked (number int, account_id text, within uuid[], ids uuid[])
    cross join lateral (
      select ${memoryColumns} from (
        select * from memory where memory.account_id = asked.account_id and memory.id = any(asked.ids) offset 0
      ) memory cross join lateral (
        select deleted_at, path from collection
        where collection.account_id = memory.account_id and collection.id = memory.collection_id offset 0
      ) collection
      where collection.deleted_at is null
        and (asked.within is null or collection.path && asked.within)
        and (memory.conversation_id is null or not ${isOfHiddenConversation})
      offset 0
    ) found`.execute(db);
  const found: Memory[][] = wanted.map(() => []);
  for (const { wanted: number, ...memory } of rows) found[number]?.push(memory);
  return found;
}
