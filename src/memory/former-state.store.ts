import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import type { Memory, MemoryStatus } from './memory.ts';

/** Returns the status that a forgotten memory had before. */
export async function statusBeforeForget(db: Database, { accountId, id }: Memory): Promise<MemoryStatus> {
  const row = await db
    .selectFrom('memory_revision')
    .select('status')
    .where('account_id', '=', accountId)
    .where('memory_id', '=', id)
    .where('status', '<>', 'FORGOTTEN')
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return row.status;
}

/** Returns the API names of the fields that the last write of a memory changed. */
export async function changedLast(db: Database, { accountId, id, revision }: Memory): Promise<readonly string[]> {
  const row = await db
    .selectFrom('memory_revision')
    .select('changed')
    .where('account_id', '=', accountId)
    .where('memory_id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirstOrThrow();
  return row.changed;
}

/** Returns the id of the memory that one was made to replace, even if that was undone; null if none. Consolidation makes no replacements. */
export async function replacedByHand(db: Database, accountId: string, id: string): Promise<string | null> {
  const row = await db
    .selectFrom('memory_revision')
    .select('memory_id')
    .where('account_id', '=', accountId)
    .where('counterpart_id', '=', id)
    .where('status', '=', 'SUPERSEDED')
    .where('actor_kind', '<>', 'CONSOLIDATION')
    .limit(1)
    .executeTakeFirst();
  return row?.memory_id ?? null;
}

/** How the last supersede or retirement of a memory changed its end. */
export interface Closing {
  readonly validTo: Date | null;
  readonly validToBefore: Date | null;
  /** Whether consolidation did it: the replacement existed before and stays. */
  readonly byConsolidation: boolean;
}

/** A memory that was SUPERSEDED from the start was never closed: its end is its own. */
export async function closingOf(db: Database, { accountId, id, validTo }: Memory): Promise<Closing> {
  const closing = await db
    .selectFrom('memory_revision as closed')
    .innerJoin('memory_revision as former', (join) =>
      join
        .onRef('former.account_id', '=', 'closed.account_id')
        .onRef('former.memory_id', '=', 'closed.memory_id')
        .on((on) => on('former.revision', '=', on('closed.revision', '-', 1))),
    )
    .select(['closed.valid_to as validTo', 'former.valid_to as validToBefore'])
    .select(sql<boolean>`closed.actor_kind = 'CONSOLIDATION'`.as('byConsolidation'))
    .where('closed.account_id', '=', accountId)
    .where('closed.memory_id', '=', id)
    .where('closed.status', '=', 'SUPERSEDED')
    .where('former.status', '=', 'CURRENT')
    .orderBy('closed.revision', 'desc')
    .limit(1)
    .executeTakeFirst();
  return closing ?? { validTo, validToBefore: validTo, byConsolidation: false };
}
