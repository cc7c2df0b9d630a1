import { type RawBuilder, sql } from 'kysely';
import { isVisible, type Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import type { Memory } from './memory.ts';
import { dayHere, memoryColumns } from './memory-columns.ts';
import { isOfLivingConversation, isRecalled } from './memory-conditions.ts';

interface BesideAsked {
  readonly reach: Reach;
  readonly ids: readonly string[];
  /** Null: valid now. */
  readonly asOf: Date | null;
}

/**
 * Returns the memories, CURRENT and valid now or at an instant, of the messages right before and after the source messages of `ids`,
 * ordered by `ids` and then by message. Each is in the same collection as its neighbour, since other collections may be outside of the
 * request, and of the same day there, since a conversation may go on for years.
 */
export async function memoriesBeside(db: Database, asked: BesideAsked): Promise<Memory[]> {
  const { rows } = await besideStatement(asked).execute(db);
  return rows;
}

/**
 * Each neighbour is looked up by the index of conversations (`offset 0`): a plain join would scan the whole scope. Exported so that tests
 * can check its plan.
 */
export const besideStatement = ({ reach, ids, asOf }: BesideAsked): RawBuilder<Memory> => sql<Memory>`
  with seed as materialized (
    select min(array_position(${ids}::uuid[], id)) as rank, collection_id, conversation_id, place, min(valid_from) as valid_from
    from memory
    where account_id = ${reach.accountId} and id = any(${ids}::uuid[]) and conversation_id is not null
      and place is not null
    group by collection_id, conversation_id, place
  )
  select ${memoryColumns}
  from seed cross join (values (-1), (1)) as side (step) cross join lateral (
    select * from memory
    where account_id = ${reach.accountId} and conversation_id = seed.conversation_id and place = seed.place + step offset 0
  ) memory
  join collection on collection.account_id = memory.account_id and collection.id = memory.collection_id
  where memory.collection_id = seed.collection_id
    and ${dayHere(sql`memory.valid_from`)} = ${dayHere(sql`seed.valid_from`)}
    and ${isRecalled(asOf)}
    and memory.id <> all(${ids}::uuid[]) and ${isVisible(reach)} and ${isOfLivingConversation(reach)}
  order by seed.rank, memory.place, memory.id`;
