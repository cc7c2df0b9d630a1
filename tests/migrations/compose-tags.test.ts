import { expect, test } from 'vitest';
import { up } from '../../migrations/2026-11-28T1305-compose-tags.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { remember } from '../support/mutate.ts';

const { db } = useDatabase();
const api = makeApi(db);

test('tags of earlier versions are composed, once each, and keep their order', async () => {
  const { viewer } = await remember(api, ['apart', 'composed', 'none']);
  const { accountId } = viewer;
  const stored = { apart: ['z', 'cafe\u0301', 'a', 'caf\u00e9'], composed: ['caf\u00e9', 'a'], none: [] };
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
    apart: ['z', 'caf\u00e9', 'a'],
    composed: ['caf\u00e9', 'a'],
    none: [],
  });
});
