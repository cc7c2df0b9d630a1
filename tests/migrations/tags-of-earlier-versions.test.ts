import { expect, test } from 'vitest';
import { up as tidyTags } from '../../migrations/2026-11-28T0530-tidy-tags.ts';
import { up as composeTags } from '../../migrations/2026-11-28T1305-compose-tags.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { remember } from '../support/mutate.ts';

const { db } = useDatabase();
const api = makeApi(db);

test.each([
  ['lose surrounding white space', tidyTags, ['b', 'a', ' b', ' c d\u00a0\n', 'a'], ['b', 'a', 'c d']],
  ['are composed', composeTags, ['z', 'cafe\u0301', 'a', 'caf\u00e9'], ['z', 'caf\u00e9', 'a']],
])('tags of earlier versions %s, lose repetitions, and keep their order', async (_, up, given, meant) => {
  const { viewer } = await remember(api, ['untidy', 'tidy', 'none']);
  const { accountId } = viewer;
  const stored = { untidy: given, tidy: ['z', 'caf\u00e9'], none: [] };
  for (const [content, tags] of Object.entries(stored))
    await db
      .updateTable('memory')
      .set({ tags })
      .where('account_id', '=', accountId)
      .where('content', '=', content)
      .execute();
  await up(db);
  const rows = await db.selectFrom('memory').select(['content', 'tags']).where('account_id', '=', accountId).execute();
  expect(Object.fromEntries(rows.map(({ content, tags }) => [content, tags]))).toEqual({ ...stored, untidy: meant });
});
