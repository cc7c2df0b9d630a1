import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newId } from '../../src/platform/db/new-id.ts';
import { DatabaseRecallLoader } from '../../src/search/recall-index/database-recall-loader.ts';
import { type StoredRow, toRecallRows } from '../../src/search/recall-index/recall-rows.store.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { mostInATurn } from '../support/most-in-a-turn.ts';
import { remember } from '../support/mutate.ts';

const { db } = useDatabase();
const api = makeApi(db);

test('the number of rows per page depends on their length', async () => {
  const { viewer, id } = await remember(
    api,
    Array.from({ length: 150 }, (_, n) => `Note ${n}`),
  );
  const collectionId = Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';
  const loader = new DatabaseRecallLoader({ requests: db, background: db, model: 'none', named: async () => [] });
  const pages = async () => {
    const key = { accountId: viewer.accountId, collectionId };
    const { rows } = await loader.loadAll(key, new AbortController().signal);
    return (await Array.fromAsync(rows)).map(({ length }) => length);
  };
  expect(await pages()).toEqual([100, 50]);
  await sql`update memory set pieces = array_fill(1::smallint, array[20000]) where account_id = ${viewer.accountId}`.execute(
    db,
  );
  expect(await pages()).toEqual([100, 15, 15, 15, 5]);
});

test('long rows are converted one at a time, and others get a turn in between', async () => {
  const row = {
    ...{ id: newId(), conversationId: null, place: 0, speaker: null, speakerStems: null, role: null, day: 0 },
    kind: 'FACT',
    ...{ termCount: 3_000, pieces: [], patterns: 0, vector: null, scale: null, tags: [], entries: null },
    ...{ validFrom: 0, validTo: null, createdAt: 0, contentHash: Buffer.alloc(8) },
  } satisfies Omit<StoredRow, 'terms'>;
  const terms = Array.from({ length: 3_000 }, (_, n) => `'stem${n}':${n + 1}`).join(' ');
  const most = await mostInATurn(async (at) => {
    const rows = Array.from(
      { length: 10 },
      (_, n): StoredRow => ({
        ...row,
        get terms() {
          at(n);
          return terms;
        },
      }),
    );
    expect((await toRecallRows(rows)).map(({ stems }) => stems.length)).toEqual(Array(10).fill(3_000));
  });
  expect(most).toBe(1);
});

test('a load aborted before its first page sends no statement, whose rejection nobody would handle', async () => {
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
