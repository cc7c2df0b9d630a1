import { sql } from 'kysely';
import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import type { CollectionKey } from '../../src/collection/collection.ts';
import { acrossAccounts } from '../../src/platform/db/account-guard.ts';
import { DotScan } from '../../src/platform/simd/dot-scan.ts';
import { Int8Rows } from '../../src/platform/simd/int8-rows.ts';
import { DatabaseRecallLoader } from '../../src/search/recall-index/database-recall-loader.ts';
import { LastSearched } from '../../src/search/recall-index/last-searched.ts';
import { RecallIndexes } from '../../src/search/recall-index/recall-indexes.ts';
import {
  eraseSearched,
  forgetSearched,
  lastSearched,
  noteSearched,
} from '../../src/search/recall-index/searched-collections.store.ts';
import { rowsOf } from '../support/account-rows.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';

const { db } = useDatabase();
beforeEach(async () => {
  await acrossAccounts(db, 'searched_collection').deleteFrom('searched_collection').execute();
});

/** What one process holds, and what it logs. */
function process() {
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const indexes = new RecallIndexes({
    loader: new DatabaseRecallLoader({ requests: db, background: db, model: 'none', named: async () => [] }),
    newVectors: () => new Int8Rows(new DotScan(), 8),
    areVectorsKnown: () => true,
    fits: () => true,
    budgetBytes: 100_000_000,
    onError: (error) => expect.fail(String(error)),
    now: () => performance.now(),
  });
  const searched = new LastSearched({ db, indexes, log });
  /** Searches a collection: the first time it loads. */
  const search = async (key: CollectionKey): Promise<void> => {
    await indexes.find([{ ...key, seq: 0 }]);
    await indexes.idle();
  };
  return { indexes, searched, search, logged };
}

async function filled(memories: number) {
  const home = await Household.create(db);
  for (let n = 0; n < memories; n += 1) await home.add(`Note ${n}`);
  return { home, key: { accountId: home.viewer.accountId, collectionId: home.collection.id } };
}

const backdate = ({ accountId }: CollectionKey, age: string) =>
  sql`update searched_collection set searched_at = now() - ${age}::interval where account_id = ${accountId}`.execute(
    db,
  );

test('a process begins with the collections that another one searched, the last ones first', async () => {
  const [first, second, never] = [await filled(2), await filled(3), await filled(4)];
  const before = process();
  before.searched.start();
  await before.search(first.key);
  await before.searched.note();
  await backdate(first.key, '1 hour');
  await before.search(second.key);
  await before.searched.note();
  const after = process();
  expect(await after.searched.load()).toEqual([second.key, first.key]);
  expect(after.indexes.statistics).toMatchObject({ collections: 2, memories: 5, fallbacks: 0 });
  expect(after.logged.join('')).toContain('"collections":2,"memories":5');
  expect(await rowsOf(db, never.key.accountId)).not.toHaveProperty('searched_collection');
  // To be loaded is not to be searched.
  await backdate(first.key, '23 hours');
  after.searched.start();
  await after.search(second.key);
  await after.searched.note();
  await backdate(second.key, '23.5 hours');
  expect(await lastSearched(db, 10)).toEqual([first.key, second.key]);
});

test('if nothing was searched for a day, it begins with the largest collection', async () => {
  const [small, large] = [await filled(1), await filled(6)];
  await noteSearched(db, [small.key]);
  await backdate(small.key, '1 day 1 second');
  const { searched, indexes } = process();
  expect(await searched.load()).toEqual([large.key]);
  expect(indexes.statistics.memories).toBe(6);
});

test('notes of deleted collections neither count nor stay, nor do those of a day ago', async () => {
  const [deleted, old, kept] = [await filled(1), await filled(1), await filled(1)];
  await noteSearched(db, [deleted.key, old.key, kept.key]);
  await backdate(old.key, '1 day 1 second');
  await sql`update collection set deleted_at = now() where account_id = ${deleted.key.accountId}`.execute(db);
  expect(await lastSearched(db, 10)).toEqual([kept.key]);
  await forgetSearched(db);
  expect(await rowsOf(db, old.key.accountId)).not.toHaveProperty('searched_collection');
  expect(await eraseSearched(db, deleted.key.accountId, [deleted.key.collectionId], 10)).toBe(1);
  // As by a process that answered a last search.
  await noteSearched(db, [deleted.key]);
  expect(await rowsOf(db, deleted.key.accountId)).not.toHaveProperty('searched_collection');
  expect(await lastSearched(db, 10)).toEqual([kept.key]);
});

test('a database that fails is logged, and stops neither the start nor what searches', async () => {
  const { key } = await filled(1);
  const { searched, search, logged } = process();
  await search(key);
  await sql`alter table searched_collection rename to elsewhere`.execute(db);
  try {
    await searched.note();
    expect(await searched.load()).toEqual([]);
  } finally {
    await sql`alter table elsewhere rename to searched_collection`.execute(db);
  }
  expect(logged).toHaveLength(2);
  expect(logged[0]).toContain('it could not be noted which collections are in use');
  expect(logged[1]).toContain('could not be loaded');
});
