import { expect, test } from 'vitest';
import { presentMemories } from '../../src/memory/present-memories.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { letPass } from '../support/life.ts';
import { Household } from '../support/memories.ts';

const { db } = useDatabase();
const { recalls } = makeApi(db);

test('a memory recalled daily a year ago ranks below a new one that was never recalled', async () => {
  const home = await Household.create(db);
  const { accountId } = home.viewer;
  const { id } = await home.add('Anna builds model ships');
  for (let day = 0; day < 14; day += 1) {
    recalls.record({ accountId, ids: [id], together: true });
    await recalls.flush();
  }
  await letPass(db, home, 360);
  const never = await home.add('Anna likes tea');
  const told = await presentMemories(db, { accountId, collectionId: home.collection.id }, 10);
  expect(told.map((memory) => [memory.id, memory.resonance])).toEqual([
    [never.id, 0],
    [id, expect.closeTo(14 / 2 ** 12, 6)],
  ]);
});
