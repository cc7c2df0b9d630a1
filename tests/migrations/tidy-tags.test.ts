import { expect, test } from 'vitest';
import { up } from '../../migrations/2026-11-28T0530-tidy-tags.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { remember } from '../support/mutate.ts';

const { db } = useDatabase();
const api = makeApi(db);

test('tags of earlier versions lose surrounding white space and repetitions, and keep their order', async () => {
  const { viewer } = await remember(api, ['untidy', 'tidy', 'none']);
  const { accountId } = viewer;
  const stored = { untidy: ['b', 'a', ' b', ' c d\u00a0\n', 'a'], tidy: ['z', 'y'], none: [] };
  for (const [content, tags] of Object.entries(stored))
    await db
      .updateTable('memory')
      .set({ tags })
      .where('account_id', '=', accountId)
      .where('content', '=', content)
      .execute();
  await up(db);
  const rows = await db.selectFrom('memory').select(['content', 'tags']).where('account_id', '=', accountId).execute();
  expect(Object.fromEntries(rows.map(({ content, tags }) => [content, tags]))).toEqual({
    untidy: ['b', 'a', 'c d'],
    tidy: ['z', 'y'],
    none: [],
  });
});
