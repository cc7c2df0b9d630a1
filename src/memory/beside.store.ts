import { sql } from 'kysely';
import { isVisible, type Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import type { Memory } from './memory.ts';
import { memoryColumns } from './memory-columns.ts';
import { isOfLivingConversation, isRecalled } from './memory-conditions.ts';

/**
 * Returns the memories, CURRENT and valid now or at an instant, of the messages right before and after the source messages of `ids`,
 * ordered by `ids` and then by message. Each is in the same collection as its neighbour, since other collections may be outside of the
 * request. Each conversation is looked up by its index (`offset 0`): a plain join would scan the whole scope.
 */
export async function memoriesBeside(
  db: Database,
  reach: Reach,
  ids: readonly string[],
  asOf: Date | null,
): Promise<Memory[]> {
  const { rows } = await sql<Memory>`
    with seed as materialized (
      select min(array_position(${ids}::uuid[], id)) as rank, collection_id, conversation_id, place from memory
      where account_id = ${reach.accountId} and id = any(${ids}::uuid[]) and conversation_id is not null
        and place is not null
      group by collection_id, conversation_id, place
    )
    select ${memoryColumns}
    from seed cross join lateral (
      select * from memory where account_id = ${reach.accountId} and conversation_id = seed.conversation_id offset 0
    ) memory
    join collection on collection.account_id = memory.account_id and collection.id = memory.collection_id
    where memory.collection_id = seed.collection_id and memory.place in (seed.place - 1, seed.place + 1)
      and ${isRecalled(asOf)}
      and memory.id <> all(${ids}::uuid[]) and ${isVisible(reach)} and ${isOfLivingConversation(reach)}
    order by seed.rank, memory.place, memory.id`.execute(db);
  return rows;
}
