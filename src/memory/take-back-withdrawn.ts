import { sql } from 'kysely';
import { wholeAccount } from '../collection/reach.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { Described } from './described.ts';
import { lockMemories } from './lock-memories.ts';
import type { Memory } from './memory.ts';
import { isHiddenNow, isOfLivingConversation } from './memory-conditions.ts';
import { passOnLess } from './pass-on-less.ts';

/**
 * Called before a memory is purged: removes from its former replacements, which its restore has withdrawn, the tags and metadata that
 * they inherited from it. They are kept only for an undo of that, which nobody can do any more. What replaces it now keeps them as its own.
 */
export async function takeBackFromWithdrawn(unit: UnitOfWork, memory: Pick<Memory, 'id'>): Promise<void> {
  const { ids, told } = await withdrawnOf(unit, memory);
  if (told.length === 0) return;
  for (const id of ids) {
    for (const taken of told) {
      // Locked for each: the second change is made to what the first left.
      const locked = (await lockMemories(unit.db, wholeAccount(unit.accountId), [id])).get(id);
      if (locked) await passOnLess(unit, locked, taken, 0);
    }
  }
}

/** The same for all memories of the conversations that this transaction has hidden. */
export async function takeBackFromWithdrawnOfHidden(unit: UnitOfWork): Promise<void> {
  const { db, accountId } = unit;
  const { rows } = await sql<{ id: string }>`
    select distinct gone.id from conversation
    join memory gone on gone.account_id = ${accountId} and gone.conversation_id = conversation.id
    join memory_revision closed on closed.account_id = ${accountId} and closed.memory_id = gone.id
      and closed.status = 'SUPERSEDED' and closed.actor_kind <> 'CONSOLIDATION'
    join memory on memory.account_id = ${accountId} and memory.id = closed.counterpart_id and memory.status = 'FORGOTTEN'
      and ${isOfLivingConversation({ accountId })}
    where conversation.account_id = ${accountId} and ${isHiddenNow} order by gone.id`.execute(db);
  for (const memory of rows) await takeBackFromWithdrawn(unit, memory);
}

/**
 * Returns the replacements of a memory that were withdrawn, and those of these in turn, oldest first; and what it had whenever it was
 * replaced. Consolidation makes no replacements.
 */
async function withdrawnOf(
  { db, accountId }: UnitOfWork,
  { id }: Pick<Memory, 'id'>,
): Promise<{ readonly ids: readonly string[]; readonly told: readonly Described[] }> {
  const { rows } = await sql<{ ids: string[]; told: Described[] }>`
    with recursive withdrawn (id) as (
      select ${id}::uuid
      union
      select memory.id from withdrawn
      join memory_revision closed on closed.account_id = ${accountId} and closed.memory_id = withdrawn.id
        and closed.status = 'SUPERSEDED' and closed.actor_kind <> 'CONSOLIDATION'
      join memory_revision restored on restored.account_id = ${accountId} and restored.memory_id = withdrawn.id
        and restored.status = 'CURRENT' and restored.counterpart_id = closed.counterpart_id
      join memory on memory.account_id = ${accountId} and memory.id = closed.counterpart_id and memory.status = 'FORGOTTEN'
    )
    select array(select id from withdrawn where id <> ${id} order by id) as ids, (
      select coalesce(json_agg(distinct jsonb_build_object('tags', tags, 'metadata', metadata)), '[]') from memory_revision
      where account_id = ${accountId} and memory_id = ${id} and status = 'SUPERSEDED' and counterpart_id is not null
        and actor_kind <> 'CONSOLIDATION' and (tags <> '{}' or metadata is not null)
    ) as told`.execute(db);
  return rows[0] ?? { ids: [], told: [] };
}
