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
 * statement, each within their own account.
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
      select ${memoryColumns} from memory join collection
        on collection.account_id = memory.account_id and collection.id = memory.collection_id
      where memory.account_id = asked.account_id and memory.id = any(asked.ids) and collection.deleted_at is null
        and (asked.within is null or collection.path && asked.within)
        and (memory.conversation_id is null or not ${isOfHiddenConversation})
      offset 0
    ) found`.execute(db);
  const found: Memory[][] = wanted.map(() => []);
  for (const { wanted: number, ...memory } of rows) found[number]?.push(memory);
  return found;
}
