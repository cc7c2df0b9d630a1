import { expect, test } from 'vitest';
import { DatabaseRecallLoader } from '../../src/search/database-recall-loader.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { remember } from '../support/mutate.ts';

const { db } = useDatabase();
const api = makeApi(db);

test('a load that had to go before its first page asks for none: nobody would hear that the database refused it', async () => {
  const { viewer, id } = await remember(api, ['Anna lives in Oslo']);
  const collectionId = Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';
  let asked = 0;
  const background = db.withPlugin({
    transformQuery: ({ node }) => {
      asked += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const loader = new DatabaseRecallLoader({ requests: db, background, model: 'none', named: async () => [] });
  const pagesOf = async (stop: AbortController) => {
    const { rows } = await loader.loadAll({ accountId: viewer.accountId, collectionId }, stop.signal);
    return rows;
  };
  expect(await Array.fromAsync(await pagesOf(new AbortController()))).toMatchObject([[expect.anything()]]);
  const stop = new AbortController();
  const rows = await pagesOf(stop);
  stop.abort();
  const before = asked;
  expect([before > 0, await Array.fromAsync(rows), asked]).toEqual([true, [], before]);
});
