import { sql } from 'kysely';
import type { CollectionKey } from '../collection/collection.ts';
import { wholeAccount } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { readBootstrap } from './bootstrap.store.ts';
import type { Memory } from './memory.ts';
import { resonanceAt } from './resonance.ts';

/**
 * Returns the most present memories of one collection, with their resonance as of now. For background work: it acts for no viewer
 * and counts as no recall.
 */
export async function presentMemories(
  db: Database,
  { accountId, collectionId }: CollectionKey,
  limit: number,
): Promise<Memory[]> {
  const reach = wholeAccount(accountId);
  const memories = await readBootstrap(db, { reach, collectionIds: [collectionId], below: false, limit });
  const { rows } = await sql<{ readonly halfLifeDays: number; readonly now: Date }>`
    select decay_half_life_days as "halfLifeDays", now()::timestamptz(3) as now
    from collection where account_id = ${accountId} and id = ${collectionId}`.execute(db);
  return rows.flatMap(({ halfLifeDays, now }) =>
    memories.map((memory) => ({
      ...memory,
      resonance: resonanceAt(memory, halfLifeDays, now),
      lastAccessedAt: memory.lastAccessedAt && now,
    })),
  );
}
