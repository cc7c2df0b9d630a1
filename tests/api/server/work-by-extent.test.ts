import { expect, test } from 'vitest';
import { answerMemory } from '../../../src/app/caches.ts';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import { MemoryEpochs } from '../../../src/platform/cache/epochs.ts';
import { answeringServer } from '../../support/answering-server.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { useJobs } from '../../support/jobs.ts';
import { Household } from '../../support/memories.ts';
import { makeViewer } from '../../support/viewer.ts';

const database = useDatabase();
const jobs = useJobs(database);

/** A collection that counts this many memories, and what requests to it count as; the plan allows 100 a minute. */
async function collectionOf(memories: number) {
  const viewer = makeViewer({ plan: 'FREE' });
  const { collection } = await Household.create(database.db, viewer);
  await database.db
    .updateTable('stream')
    .set({ memory_count: memories })
    .where('account_id', '=', viewer.accountId)
    .where('id', '=', collection.id)
    .execute();
  const api = makeApi(database.db, jobs);
  const store = { epochs: new MemoryEpochs(), memory: answerMemory(1_000_000), shared: null, recalls: api.recalls };
  const server = await answeringServer(api, { viewer }, store);
  let left = 100;
  /** Returns how many requests a mutation counted as, and its errors. */
  const send = async (field: string, input: object) => {
    const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${field}(input: $input) { __typename } }`;
    const { json, headers, status } = await server.ask('viewer', { query, variables: { input } });
    const before = left;
    left = Number(headers.get('ratelimit-remaining'));
    return { requests: before - left, result: json.data?.[field]?.__typename, errors: json.errors, status };
  };
  const id = encodeNodeId('Collection', collection.id);
  return { viewer, api, id, send, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

test('changes of language and time zone, and consolidations, count by the memories that they read', async () => {
  await using home = await collectionOf(9_500);
  const change = async (settings: object) => (await home.send('updateCollection', { id: home.id, settings })).requests;
  expect(await change({ language: 'de' })).toBe(10);
  expect(await change({ language: 'de' })).toBe(1);
  expect(await change({ timeZone: 'Asia/Tokyo' })).toBe(2);
  expect(await change({ decayHalfLifeDays: 3 })).toBe(1);
  const start = async () => await home.send('startConsolidation', { collectionId: home.id, dryRun: true });
  expect(await start()).toMatchObject({ requests: 19, result: 'StartConsolidationPayload' });
  // Refused, since one is active.
  expect(await start()).toMatchObject({ requests: 1, result: 'ConflictError' });
});

test('such a change counts as half of what a plan allows at most, and is refused if too little is left, as a field of the answer', async () => {
  await using home = await collectionOf(900_000);
  const change = (language: string) => home.send('updateCollection', { id: home.id, settings: { language } });
  expect(await change('de')).toMatchObject({ requests: 51, result: 'UpdateCollectionPayload' });
  const refused = await change('fr');
  expect(refused).toMatchObject({ requests: 1, result: undefined, status: 200 });
  expect(refused.errors).toMatchObject([
    {
      message: expect.stringMatching(
        /^Your plan allows 100 requests a minute, and this operation counts as 50 more, and 48 are left/,
      ),
      path: ['updateCollection'],
      extensions: { code: 'RATE_LIMITED', limit: 100, retryAfter: expect.any(Number) },
    },
  ]);
  const { data } = await home.api.execute(home.viewer, `{ collection(id: "${home.id}") { settings { language } } }`);
  expect(data).toEqual({ collection: { settings: { language: 'de' } } });
});
