import { expect, inject, test } from 'vitest';
import { forgetSeldomPairs } from '../../src/memory/seldom-pairs.ts';
import { useDatabase } from '../support/database.ts';
import { pairsOf } from '../support/life.ts';
import { Household } from '../support/memories.ts';

const { db } = useDatabase();
const forget = () => forgetSeldomPairs(db, new AbortController().signal, 2);

/** A household of memories with ascending ids. */
async function furnish(count: number) {
  const home = await Household.create(db);
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push((await home.add(`note ${n}`)).id);
  return { home, ids: ids.sort() };
}

/** Records memories as recalled together: their positions, and how often. */
async function pair({ home, ids }: Awaited<ReturnType<typeof furnish>>, pairs: readonly [number, number, number][]) {
  const rows = pairs.map(([a, b, count]) => ({
    account_id: home.viewer.accountId,
    memory_a: ids[a] ?? '',
    memory_b: ids[b] ?? '',
    count,
  }));
  await db.insertInto('co_occurrence').values(rows).execute();
}

async function pairsOfPlaces({ home, ids }: Awaited<ReturnType<typeof furnish>>) {
  return (await pairsOf(db, home)).map(([a, b, count]) => [ids.indexOf(a), ids.indexOf(b), count]);
}

test('of many partners the most frequent are kept, then the newest, on both sides of the pair', async () => {
  const [one, other] = [await furnish(9), await furnish(4)];
  const few: [number, number, number][] = [
    [0, 1, 1],
    [0, 2, 1],
  ];
  await pair(other, few);
  await pair(one, [
    [0, 4, 1],
    [1, 4, 5],
    [2, 4, 1],
    [3, 4, 1],
    [4, 5, 2],
    [4, 6, 1],
    [4, 7, 3],
    [7, 8, 1],
  ]);
  await forget();
  expect(await pairsOfPlaces(one)).toEqual([
    [1, 4, 5],
    [3, 4, 1],
    [4, 5, 2],
    [4, 7, 3],
    [7, 8, 1],
  ]);
  expect(await pairsOfPlaces(other)).toEqual(few);
});

test.runIf(inject('poolSize') > 1)('a pair counted concurrently is kept, without waiting for its lock', async () => {
  const home = await furnish(4);
  await pair(home, [
    [0, 1, 1],
    [0, 2, 2],
    [0, 3, 3],
  ]);
  await db.transaction().execute(async (counting) => {
    await counting
      .updateTable('co_occurrence')
      .set('count', 4)
      .where('account_id', '=', home.home.viewer.accountId)
      .where('memory_b', '=', home.ids[1] ?? '')
      .execute();
    await forget();
  });
  expect(await pairsOfPlaces(home)).toEqual([
    [0, 1, 4],
    [0, 2, 2],
    [0, 3, 3],
  ]);
});
