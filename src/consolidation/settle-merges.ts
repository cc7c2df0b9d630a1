import { sql } from 'kysely';
import { wholeAccount } from '../collection/reach.ts';
import type { RequestErasure } from '../collection/request-erasure.ts';
import { lockMemories } from '../memory/lock-memories.ts';
import { isHiddenNow } from '../memory/memory-conditions.ts';
import { reinstate } from '../memory/restore-memory.ts';
import type { Database } from '../platform/db/database.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { outdateAboutHidden } from './outdate-proposals.ts';
import { joinMerge } from './passed-on.store.ts';
import { takeBackFromHidden } from './take-back.ts';

const cause = {
  actor: { kind: 'CONSOLIDATION', name: 'deletion' },
  reason: 'What it was merged into went with its conversation.',
} as const;

/**
 * Runs before hidden conversations are erased. A memory learnt elsewhere that was merged into a hidden one becomes CURRENT again;
 * otherwise what was said in two conversations would be lost with one of them. Tags and metadata that hidden memories passed on
 * are taken back, and what is proposed for them is STALE.
 */
export const settlingMerges =
  (requestErasure: RequestErasure): RequestErasure =>
  async (unit) => {
    await outdateAboutHidden(unit);
    await giveBackMerged(unit);
    await takeBackFromHidden(unit);
    await requestErasure(unit);
  };

async function giveBackMerged(unit: UnitOfWork): Promise<void> {
  const ids = await mergedIntoHidden(unit.db, unit.accountId);
  const locked = await lockMemories(unit.db, wholeAccount(unit.accountId), ids);
  for (const one of locked.values()) {
    // Unless somebody has changed it meanwhile.
    if (one.memory.status === 'SUPERSEDED') await reinstate(unit, one, cause);
  }
}

/**
 * Returns the ids of memories outside the hidden conversations that were merged into a memory that was CURRENT until this
 * transaction hid it, directly or by way of other hidden memories. Nobody can merge into those any more.
 */
async function mergedIntoHidden(db: Database, accountId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive hidden as materialized (
      select id from conversation where account_id = ${accountId} and ${isHiddenNow}
    ), kept as (
      select memory.id from hidden join memory on memory.account_id = ${accountId} and memory.conversation_id = hidden.id
        and memory.status = 'CURRENT'
      union
      select gone.id from kept join ${mergedInto(accountId)} and gone.conversation_id in (select id from hidden)
    )
    select distinct gone.id from kept join ${mergedInto(accountId)}
    where gone.conversation_id is null or gone.conversation_id not in (select id from hidden)
    order by gone.id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Memories `gone` that a merge replaced by a memory `kept`, if no undo has restored them: one may have restored others only. */
const mergedInto = (accountId: string) => sql`
  memory gone on gone.account_id = ${accountId} and gone.superseded_by = kept.id and gone.status = 'SUPERSEDED' and exists (
    select from proposal_memory went
    ${joinMerge(accountId, 'went')} and proposal.state in ('APPLIED', 'UNDONE')
    join proposal_memory stays on stays.account_id = ${accountId} and stays.proposal_id = went.proposal_id
      and stays.role = 'KEEP' and stays.memory_id = kept.id
    where went.account_id = ${accountId} and went.memory_id = gone.id and went.role = 'GO' and not went.restored)`;
