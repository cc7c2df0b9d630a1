import { expect, test } from 'vitest';
import { readVectorBacklog } from '../../src/memory/vector-backlog.store.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';

const { db } = useDatabase();

const backlog = async () => Object.fromEntries((await readVectorBacklog(db)).map((one) => [one.state, one.memories]));

test('counts memories of all accounts that await embedding: new ones, and those moving to another model', async () => {
  expect(await backlog()).toEqual({ waiting: 0, moving: 0 });
  const homes = [await Household.create(db), await Household.create(db)];
  for (const home of homes) {
    const { id } = await home.add('Anna moved to Bergen.');
    await home.add('Ben stayed in Oslo.');
    const { accountId } = home.viewer;
    await db
      .updateTable('memory')
      .set({ embedding_status: 'PENDING' })
      .where('account_id', '=', accountId)
      .where('id', '=', id)
      .execute();
  }
  expect(await backlog()).toEqual({ waiting: 2, moving: 0 });
  const { viewer, collection } = homes[0] ?? (await Household.create(db));
  const own = db.updateTable('collection').where('account_id', '=', viewer.accountId).where('id', '=', collection.id);
  await own.set({ former_model: 'former' }).execute();
  expect(await backlog()).toEqual({ waiting: 2, moving: 2 });
  await own.set({ deleted_at: new Date() }).execute();
  expect(await backlog()).toEqual({ waiting: 2, moving: 0 });
});
