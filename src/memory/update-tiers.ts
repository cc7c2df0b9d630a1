import type { Database } from '../platform/db/database.ts';
import { type Living, type NewTier, nextFading, nextLiving, type Position, writeTiers } from './living.store.ts';
import type { MemoryTier } from './memory.ts';
import { dayMs, freshAt } from './resonance.ts';
import { tierOf } from './tier.ts';

/** Gives locked memories the tier and the freshness that are theirs now, where they differ from what is stored. */
export async function updateTiers(db: Database, living: readonly Living[]): Promise<void> {
  const changes = living.flatMap((memory) => changeOf(memory) ?? []);
  if (changes.length > 0) await writeTiers(db, changes);
}

function changeOf(memory: Living): NewTier | null {
  const { accountId, id } = memory;
  const tier = memory.tierPinned ? memory.tier : tierOf(memory, memory.now);
  const fresher = fresherThanStored(memory);
  return tier === memory.tier && fresher === null ? null : { accountId, id, tier, freshAt: fresher };
}

/**
 * Freshness stands in an index, and a row whose indexed columns change is entered anew into every index of its table.
 * So it is written when presence has doubled since the last time, and not at each recall.
 */
function fresherThanStored(memory: Living): Date | null {
  const now = freshAt(memory);
  const stored = memory.freshAt ?? memory.createdAt;
  return now.getTime() - stored.getTime() >= memory.halfLifeDays * dayMs ? now : null;
}

const beforeAll: Position = { accountId: '', id: '00000000-0000-0000-0000-000000000000' };

/** Moves on what nobody recalled and time alone has taken out of its tier: all accounts, a page in a transaction. */
export async function fadeTiers(acrossAccounts: Database, signal: AbortSignal, pageSize: number): Promise<void> {
  let position: Position | null = beforeAll;
  while (position && !signal.aborted) {
    const after: Position = position;
    position = await acrossAccounts.transaction().execute(async (transaction) => {
      const page = await nextFading(transaction, after, pageSize);
      await updateTiers(transaction, page.living);
      return page.position;
    });
  }
}

/** A memory that has another tier than its age and its recalls give it. */
export interface Misplaced {
  readonly id: string;
  readonly revision: number;
  readonly tier: MemoryTier;
}

/** Looks at the next memories of a collection by id, and answers those that are misplaced; how many it looked at, and the last one. */
export async function nextMisplaced(
  db: Database,
  of: { readonly accountId: string; readonly collectionId: string },
  after: string | null,
  limit: number,
): Promise<{ readonly misplaced: Misplaced[]; readonly looked: number; readonly last: string | null }> {
  const living = await nextLiving(db, of, after, limit);
  const misplaced = living.flatMap((memory) => {
    const tier = tierOf(memory, memory.now);
    return tier === memory.tier ? [] : [{ id: memory.id, revision: memory.revision, tier }];
  });
  return { misplaced, looked: living.length, last: living.at(-1)?.id ?? null };
}
