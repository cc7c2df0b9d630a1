import type { CollectionKey } from '../collection/collection.ts';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import { leastId } from '../platform/db/new-id.ts';
import type { MemoryKey } from './asked-memories.ts';
import { type Lived, type Living, nextFading, nextLiving, writeLives } from './living.store.ts';
import type { MemoryTier } from './memory.ts';
import { dayMs, type Fading, freshAt, resonanceAt } from './resonance.ts';
import { tierOf } from './tier.ts';

/** Adds the recalls to locked memories and updates tier and freshness accordingly. */
export async function addRecalls(db: Database, recalled: readonly Lived[]): Promise<void> {
  const lives = recalled.map((memory) => {
    const resonance = resonanceAt(memory, memory.halfLifeDays, memory.now) + memory.times;
    const askedResonance = resonanceAt(asAsked(memory), memory.halfLifeDays, memory.now) + memory.asked;
    return settled({ ...memory, resonance, askedResonance, lastAccessedAt: memory.now });
  });
  if (lives.length > 0) await writeLives(db, lives);
}

/** Writes the current tier and freshness of locked memories if they differ from the stored ones. */
async function updateTiers(db: Database, living: readonly Living[]): Promise<void> {
  const lives = living.flatMap((memory) => {
    const now = settled({ ...memory, times: 0, asked: 0 });
    return now.tier === memory.tier && now.freshAt === memory.freshAt ? [] : [now];
  });
  if (lives.length > 0) await writeLives(db, lives);
}

/**
 * The memory with only the recalls that answered a query. A bootstrap selects by tier and freshness: if being selected raised
 * them, the first memories would be ACTIVE and first forever, and new ones would never be shown.
 */
const asAsked = <Some extends Fading & Pick<Living, 'askedResonance'>>(memory: Some): Some => ({
  ...memory,
  resonance: memory.askedResonance,
});

/** The memory with its current tier and freshness. */
const settled = (memory: Lived): Lived => ({
  ...memory,
  tier: memory.tierPinned ? memory.tier : tierOf(asAsked(memory), memory.now),
  freshAt: fresherThanStored(memory) ?? memory.freshAt,
});

/** From 1, for being stored, to 3: takes two recalls within a half-life, since one may be chance. */
const presenceRise = 3;

/**
 * Freshness is indexed, and updating an indexed column adds the row to every index of the table, the terms included: twenty times
 * the work. So it is written only when presence has risen considerably, not at each recall.
 */
function fresherThanStored(memory: Living): Date | null {
  const now = freshAt(asAsked(memory));
  const stored = memory.freshAt ?? memory.createdAt;
  const risen = memory.halfLifeDays * dayMs * Math.log2(presenceRise);
  return now.getTime() - stored.getTime() >= risen ? now : null;
}

const beforeAll: MemoryKey = { accountId: '', id: leastId };

/** Updates the tiers of memories that changed by time alone, in all accounts, one page per transaction. */
export async function fadeTiers(db: Database, signal: AbortSignal, pageSize: number): Promise<void> {
  const everywhere = acrossAccounts(db, 'memory', 'collection', 'conversation');
  let position: MemoryKey | null = beforeAll;
  while (position && !signal.aborted) {
    const after: MemoryKey = position;
    position = await everywhere.transaction().execute(async (transaction) => {
      const page = await nextFading(transaction, after, pageSize);
      await updateTiers(transaction, page.living);
      return page.position;
    });
  }
}

/** A memory whose tier differs from the one that its age and recalls determine. */
export interface Misplaced {
  readonly id: string;
  readonly revision: number;
  readonly tier: MemoryTier;
}

/** Checks the next memories of a collection by id. Returns the misplaced ones, how many were checked, and the last id. */
export async function nextMisplaced(
  db: Database,
  of: CollectionKey,
  after: string | null,
  limit: number,
): Promise<{ readonly misplaced: Misplaced[]; readonly looked: number; readonly last: string | null }> {
  const living = await nextLiving(db, of, after, limit);
  const misplaced = living.flatMap((memory) => {
    const tier = tierOf(asAsked(memory), memory.now);
    return tier === memory.tier ? [] : [{ id: memory.id, revision: memory.revision, tier }];
  });
  return { misplaced, looked: living.length, last: living.at(-1)?.id ?? null };
}
