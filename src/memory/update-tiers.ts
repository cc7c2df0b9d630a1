import type { CollectionKey } from '../collection/collection.ts';
import type { Database } from '../platform/db/database.ts';
import { leastId } from '../platform/db/new-id.ts';
import type { MemoryKey } from './asked-memories.ts';
import { type Lived, type Living, nextFading, nextLiving, writeLives } from './living.store.ts';
import type { MemoryTier } from './memory.ts';
import { dayMs, type Fading, freshAt, resonanceAt } from './resonance.ts';
import { tierOf } from './tier.ts';

/** Adds their recalls to locked memories, with the tier and the freshness that follow. */
export async function addRecalls(db: Database, recalled: readonly Lived[]): Promise<void> {
  const lives = recalled.map((memory) => {
    const resonance = resonanceAt(memory, memory.halfLifeDays, memory.now) + memory.times;
    const askedResonance = resonanceAt(asAsked(memory), memory.halfLifeDays, memory.now) + memory.asked;
    return settled({ ...memory, resonance, askedResonance, lastAccessedAt: memory.now });
  });
  if (lives.length > 0) await writeLives(db, lives);
}

/** Gives locked memories the tier and the freshness that are theirs now, where they differ from what is stored. */
async function updateTiers(db: Database, living: readonly Living[]): Promise<void> {
  const lives = living.flatMap((memory) => {
    const now = settled({ ...memory, times: 0, asked: 0 });
    return now.tier === memory.tier && now.freshAt === memory.freshAt ? [] : [now];
  });
  if (lives.length > 0) await writeLives(db, lives);
}

/**
 * A life of what answered somebody alone. What is shown to begin with is so because of its tier and its freshness: if that
 * raised them, the first to be shown would be ACTIVE and stand first for ever, and what is new would never be shown.
 */
const asAsked = <Some extends Fading & Pick<Living, 'askedResonance'>>(memory: Some): Some => ({
  ...memory,
  resonance: memory.askedResonance,
});

/** A life with the tier and the freshness that are its own now. */
const settled = (memory: Lived): Lived => ({
  ...memory,
  tier: memory.tierPinned ? memory.tier : tierOf(asAsked(memory), memory.now),
  freshAt: fresherThanStored(memory) ?? memory.freshAt,
});

/** From 1 of being stored to 3: two recalls within a half-life, since one may be chance. */
const presenceRise = 3;

/**
 * Freshness stands in an index, and a row whose indexed columns change is entered anew into every index of its table, its
 * words too: twenty times the work. So it is written when presence has risen a good deal since the last time, and not at
 * each recall.
 */
function fresherThanStored(memory: Living): Date | null {
  const now = freshAt(asAsked(memory));
  const stored = memory.freshAt ?? memory.createdAt;
  const risen = memory.halfLifeDays * dayMs * Math.log2(presenceRise);
  return now.getTime() - stored.getTime() >= risen ? now : null;
}

const beforeAll: MemoryKey = { accountId: '', id: leastId };

/** Moves on what nobody recalled and time alone has taken out of its tier: all accounts, a page in a transaction. */
export async function fadeTiers(acrossAccounts: Database, signal: AbortSignal, pageSize: number): Promise<void> {
  let position: MemoryKey | null = beforeAll;
  while (position && !signal.aborted) {
    const after: MemoryKey = position;
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
