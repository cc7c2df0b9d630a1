import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Viewer } from '../../../src/account/viewer.ts';
import { buildEmbeddings } from '../../../src/app/embeddings.ts';
import type { Models } from '../../../src/app/load-models.ts';
import { deleteOtherVectors } from '../../../src/memory/model-move.store.ts';
import { ModelMove } from '../../../src/memory/model-move.ts';
import { acrossAccounts } from '../../../src/platform/db/account-guard.ts';
import { useDatabase } from '../../support/database.ts';
import {
  type EmbeddingReply,
  startEmbeddingEndpoint,
  wellEmbedded,
  wordVector,
} from '../../support/embedding-endpoint.ts';
import { makeApi } from '../../support/execute.ts';
import { remoteModels, models as shipped } from '../../support/models.ts';
import { mutate } from '../../support/mutate.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();

/** The API and its worker with one set of models. */
function serve(models: Models) {
  const api = makeApi(db, undefined, { models });
  const worker = buildEmbeddings({ db, jobs: db }, models, pino({ level: 'silent' }));
  onTestFinished(() => worker[Symbol.asyncDispose]());
  return { ...api, worker };
}

/** An endpoint, and the API with a model behind it. Each test has its own model name: the database remembers dimensions by model. */
async function serveRemote(given: { readonly endpoint?: Endpoint; readonly batchSize?: number } = {}) {
  const endpoint = given.endpoint ?? (await startEmbeddingEndpoint());
  const model = `words-${endpoint.baseUrl.replaceAll(/\D/g, '')}`;
  const models = await remoteModels(endpoint, model, given.batchSize);
  return { endpoint, models, model: `openai/${model}`, ...serve(models) };
}
type Served = ReturnType<typeof serve>;
type Endpoint = Awaited<ReturnType<typeof startEmbeddingEndpoint>>;

const createCollection = async (api: Served, viewer: Viewer): Promise<string> =>
  (await mutate(api, viewer, 'createCollection', { name: 'Home' }, 'collection { id }')).collection.id;

async function add(api: Served, viewer: Viewer, collectionId: string, contents: readonly string[]) {
  const input = { collectionId, memories: contents.map((content) => ({ content })) };
  const answers = 'results { ... on AddMemoryPayload { memory { id embeddingStatus } } }';
  const { results } = await mutate(api, viewer, 'addMemories', input, answers);
  return results.map((result: { memory: { id: string; embeddingStatus: string } }) => result.memory);
}

async function statuses({ run }: Served, viewer: Viewer): Promise<Record<string, string>> {
  const { memories } = await run(
    viewer,
    '{ memories(first: 100) { edges { node { content embeddingStatus revision } } } }',
  );
  return Object.fromEntries(
    memories.edges.map(({ node }: { node: { content: string; embeddingStatus: string; revision: number } }) => [
      node.content,
      `${node.embeddingStatus} ${node.revision}`,
    ]),
  );
}

async function search({ run }: Served, viewer: Viewer, query: string, mode: string) {
  const { search: found } = await run(
    viewer,
    'query ($input: SearchInput!) { search(input: $input) { failedArms edges { node { content } } } }',
    { input: { query, mode } },
  );
  const contents = found.edges.map(({ node }: { node: { content: string } }) => node.content);
  return { failedArms: found.failedArms, first: contents[0], contents };
}

const vectorsOf = (viewer: Viewer) =>
  db
    .selectFrom('memory_embedding')
    .select(['model', ({ fn }) => fn.countAll<string>().as('vectors')])
    .where('account_id', '=', viewer.accountId)
    .groupBy('model')
    .orderBy('model')
    .execute();

test('writes do not wait for a remote embedder: words match at once, meaning once the vector is stored', async () => {
  const home = await serveRemote();
  const viewer = makeViewer();
  const collectionId = await createCollection(home, viewer);
  const added = await add(home, viewer, collectionId, ['Anna plays the cello', 'Ben likes tea']);
  expect(added).toMatchObject([{ embeddingStatus: 'PENDING' }, { embeddingStatus: 'PENDING' }]);
  expect(home.endpoint.texts).toEqual([]);
  expect((await search(home, viewer, 'cello', 'HYBRID')).contents).toEqual(['Anna plays the cello']);
  expect((await search(home, viewer, 'cello', 'SEMANTIC')).contents).toEqual([]);

  await home.worker.processAll();
  expect(await statuses(home, viewer)).toEqual({ 'Anna plays the cello': 'READY 1', 'Ben likes tea': 'READY 1' });
  expect(await search(home, viewer, 'tea', 'SEMANTIC')).toMatchObject({ failedArms: [], first: 'Ben likes tea' });
  const events = await db
    .selectFrom('event')
    .select(['type', 'changed'])
    .where('account_id', '=', viewer.accountId)
    .where('type', '=', 'MemoryChanged')
    .execute();
  expect(events).toEqual(Array(2).fill({ type: 'MemoryChanged', changed: ['embeddingStatus'] }));
  const stream = db.selectFrom('stream').select('memory_revision').where('account_id', '=', viewer.accountId);
  expect(await stream.executeTakeFirst()).toEqual({ memory_revision: 4 });
});

test('the worker is woken by commits of its own process', async () => {
  const home = await serveRemote();
  await home.worker.start();
  const viewer = makeViewer();
  const asked = new Promise<void>((resolve) => {
    home.endpoint.reply = (texts) => {
      resolve();
      return wellEmbedded(texts);
    };
  });
  await add(home, viewer, await createCollection(home, viewer), ['Anna plays the cello']);
  await asked;
  await home.worker.processAll();
  expect(await statuses(home, viewer)).toEqual({ 'Anna plays the cello': 'READY 1' });
});

test('memories stay PENDING while the embedder is down, and are embedded once it is back', async () => {
  const home = await serveRemote();
  const viewer = makeViewer();
  const collectionId = await createCollection(home, viewer);
  home.endpoint.reply = () => ({ status: 401 });
  await add(home, viewer, collectionId, ['Anna plays the cello']);
  await home.worker.processAll();
  expect(await statuses(home, viewer)).toEqual({ 'Anna plays the cello': 'PENDING 1' });
  const found = await search(home, viewer, 'cello', 'HYBRID');
  expect(found).toMatchObject({ failedArms: ['SEMANTIC'], first: 'Anna plays the cello' });
  home.endpoint.reply = wellEmbedded;
  await home.worker.processAll();
  expect(await statuses(home, viewer)).toEqual({ 'Anna plays the cello': 'READY 1' });
});

test.each([
  [45, 45_000],
  [3_600, 60_000],
])(
  'an endpoint that asks for a pause of %i s gets no memories for that long, but at most a minute',
  async (retryAfter, waitMs) => {
    const home = await serveRemote();
    const viewer = makeViewer();
    home.endpoint.reply = () => ({ status: 429, retryAfter });
    await add(home, viewer, await createCollection(home, viewer), ['Anna plays the cello']);
    const lines: string[] = [];
    const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
    await using worker = buildEmbeddings({ db, jobs: db }, home.models, log);
    await worker.processAll();
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ waitMs }]);
    expect(home.endpoint.texts).toEqual(['Anna plays the cello']);
  },
);

test('a context has lexical matches if the vector of its message misses the deadline', async () => {
  const home = await serveRemote();
  const viewer = makeViewer();
  await add(home, viewer, await createCollection(home, viewer), ['Anna plays the cello']);
  home.endpoint.reply = () => new Promise(() => {});
  const { context } = await home.run(
    viewer,
    'query ($message: String!) { context(input: { message: $message, deadlineMs: 2000 }) { text } }',
    { message: 'What does Anna play?' },
  );
  expect(context.text).toContain('Anna plays the cello');
});

test.each<[string, EmbeddingReply]>([
  ['is refused for good', { status: 400 }],
  ['the endpoint breaks on', { status: 500 }],
  ['the endpoint dies of, for which what stands before it answers', { status: 502 }],
  ['the endpoint has no numbers for', { status: 200, vectors: [[Number.NaN]] }],
  ['the endpoint leaves out', { status: 200, vectors: [] }],
])('a text that %s is FAILED, and no other text', async (_, reply) => {
  const home = await serveRemote();
  const viewer = makeViewer();
  const collectionId = await createCollection(home, viewer);
  home.endpoint.reply = (texts) => (texts.some((one) => one.includes('poison')) ? reply : wellEmbedded(texts));
  await add(home, viewer, collectionId, ['tea', 'poison', 'cake']);
  await home.worker.processAll();
  expect(await statuses(home, viewer)).toEqual({ tea: 'READY 1', poison: 'FAILED 1', cake: 'READY 1' });
  expect((await search(home, viewer, 'poison', 'LEXICAL')).contents).toEqual(['poison']);
});

test('one of several processes embeds what is pending in a collection, and soon what others write meanwhile', async () => {
  const home = await serveRemote();
  const other = serve(home.models);
  const viewer = makeViewer();
  const collectionId = await createCollection(home, viewer);
  const { promise: isOpen, resolve: open } = Promise.withResolvers<void>();
  home.endpoint.reply = (texts) => isOpen.then(() => wellEmbedded(texts));
  const asked = () => home.endpoint.texts.filter((text) => text.startsWith('canal'));
  await add(home, viewer, collectionId, ['canal a', 'canal b']);
  const first = home.worker.processAll();
  await expect.poll(asked).toHaveLength(2);
  await other.worker.start();
  await add(other, viewer, collectionId, ['canal c']);
  // Time in which the other process would have asked, if it did.
  await delay(300);
  open();
  await first;
  const all = { 'canal a': 'READY 1', 'canal b': 'READY 1', 'canal c': 'READY 1' };
  await vi.waitFor(async () => expect(await statuses(home, viewer)).toEqual(all), 5_000);
  expect(asked()).toEqual(['canal a', 'canal b', 'canal c']);
});

/** Answers the given number of calls whose texts contain these words, then none. */
const answersOnly = (calls: number, words: string) => {
  let left = calls;
  return (texts: readonly string[]): EmbeddingReply => {
    if (texts.some((one) => one.includes(words))) left -= 1;
    return left < 0 ? { status: 401 } : wellEmbedded(texts);
  };
};

test('vectors received before the endpoint fails are kept and not requested again', async () => {
  const home = await serveRemote();
  const viewer = makeViewer();
  const collectionId = await createCollection(home, viewer);
  const reply = answersOnly(2, 'harbour');
  home.endpoint.reply = (texts) => (texts.some((one) => one.includes('poison')) ? { status: 400 } : reply(texts));
  await add(home, viewer, collectionId, ['harbour a', 'poison', 'harbour b', 'harbour c']);
  await home.worker.processAll();
  expect(await statuses(home, viewer)).toEqual({
    'harbour a': 'READY 1',
    poison: 'FAILED 1',
    'harbour b': 'READY 1',
    'harbour c': 'PENDING 1',
  });
  const asked = home.endpoint.texts.length;
  home.endpoint.reply = wellEmbedded;
  await home.worker.processAll();
  expect(await statuses(home, viewer)).toMatchObject({ 'harbour a': 'READY 1', 'harbour c': 'READY 1' });
  const askedAgain = home.endpoint.texts.slice(asked).filter((text) => text.startsWith('harbour'));
  expect(askedAgain).toEqual(['harbour c']);
});

test('a request holds as many texts as the configured batch size', async () => {
  const home = await serveRemote({ batchSize: 10 });
  const viewer = makeViewer();
  const collectionId = await createCollection(home, viewer);
  const asked: number[] = [];
  home.endpoint.reply = (texts) => {
    if (texts.some((one) => one.includes('pier'))) asked.push(texts.length);
    return texts.length > 10 ? { status: 400 } : wellEmbedded(texts);
  };
  await add(
    home,
    viewer,
    collectionId,
    [...Array(25).keys()].map((n) => `pier ${n}`),
  );
  await home.worker.processAll();
  expect(asked).toEqual([10, 10, 5]);
});

test('what is purged while the endpoint is asked is in no later request: neither in the next one nor in one that is repeated', async () => {
  const home = await serveRemote({ batchSize: 2 });
  const viewer = makeViewer();
  const contents = ['Anna sails', 'Ben sails', 'Carla sails', 'Dora sails'];
  const added = await add(home, viewer, await createCollection(home, viewer), contents);
  const requests: (readonly string[])[] = [];
  home.endpoint.reply = async (texts) => {
    // Those of other tests are asked for, too.
    if (texts.some((text) => contents.includes(text))) requests.push(texts);
    if (requests.length !== 1) return wellEmbedded(texts);
    for (const { id } of [added[1], added[2]]) {
      await mutate(home, viewer, 'forgetMemory', { id, purge: true }, 'memoryId');
    }
    return { status: 503 };
  };
  await home.worker.processAll();
  await home.worker.processAll();
  expect(requests[0]).toEqual(contents.slice(0, 2));
  const later = requests.slice(1).flat();
  expect(later).not.toContain('Ben sails');
  expect(later).not.toContain('Carla sails');
  expect(await statuses(home, viewer)).toEqual({ 'Anna sails': 'READY 1', 'Dora sails': 'READY 1' });
});

test('vectors of long memories received before the endpoint fails are kept', async () => {
  const home = await serveRemote();
  const viewer = makeViewer();
  const collectionId = await createCollection(home, viewer);
  home.endpoint.reply = answersOnly(1, 'lagoon');
  const long = [...Array(8).keys()].map((n) => `${n} ${'lagoon '.repeat(4_500)}`.trim());
  await add(home, viewer, collectionId, long);
  await home.worker.processAll();
  const found = Object.values(await statuses(home, viewer));
  expect(found.toSorted()).toEqual([...Array(2).fill('PENDING 1'), ...Array(6).fill('READY 1')]);
});

test.each([400, 401, 500])('no text is FAILED if the endpoint answers %i to everything', async (status) => {
  const home = await serveRemote();
  const viewer = makeViewer();
  const collectionId = await createCollection(home, viewer);
  home.endpoint.reply = () => ({ status });
  await add(home, viewer, collectionId, ['tea']);
  await home.worker.processAll();
  expect(await statuses(home, viewer)).toEqual({ tea: 'PENDING 1' });
});

test('refuses vectors whose dimension differs from the stored ones', async () => {
  const home = await serveRemote();
  const viewer = makeViewer();
  const collectionId = await createCollection(home, viewer);
  await add(home, viewer, collectionId, ['tea']);
  await home.worker.processAll();
  home.endpoint.reply = (texts) => ({ status: 200, vectors: texts.map((one) => wordVector(one).slice(0, 5)) });
  await add(home, viewer, collectionId, ['cake']);
  await home.worker.processAll();
  expect(await statuses(home, viewer)).toEqual({ tea: 'READY 1', cake: 'PENDING 1' });
  expect(await search(home, viewer, 'tea', 'HYBRID')).toMatchObject({ failedArms: ['SEMANTIC'], first: 'tea' });
});

test('only stored vectors fix the dimension: neither a wrong first answer nor purged memories do', async () => {
  const home = await serveRemote();
  const viewer = makeViewer();
  const collectionId = await createCollection(home, viewer);
  const short = (texts: readonly string[]) => ({
    status: 200,
    vectors: texts.map((one) => wordVector(one).slice(0, 5)),
  });
  home.endpoint.reply = short;
  await add(home, viewer, collectionId, ['tea']);
  expect(await search(home, viewer, 'tea', 'HYBRID')).toMatchObject({ failedArms: [] });
  home.endpoint.reply = wellEmbedded;
  await home.worker.processAll();
  expect(await statuses(home, viewer)).toEqual({ tea: 'READY 1' });
  expect(await search(home, viewer, 'tea', 'SEMANTIC')).toMatchObject({ failedArms: [], first: 'tea' });

  await db.deleteFrom('memory').where('account_id', '=', viewer.accountId).execute();
  await acrossAccounts(db, 'memory_embedding').deleteFrom('memory_embedding').where('model', '=', home.model).execute();
  home.endpoint.reply = short;
  await add(home, viewer, collectionId, ['cake']);
  await home.worker.processAll();
  expect(await statuses(home, viewer)).toEqual({ cake: 'READY 1' });
});

test('after a change of model, searches use the old vectors until all memories have new ones, there and back', async () => {
  const before = serve(shipped);
  const viewer = makeViewer();
  const collectionId = await createCollection(before, viewer);
  const contents = [...Array(150).keys()].map((n) => `note ${n} of the orchestra`);
  await add(before, viewer, collectionId, ['peanut allergy', ...contents]);
  expect(await vectorsOf(viewer)).toEqual([{ model: 'static-e5-256', vectors: '151' }]);

  const after = await serveRemote();
  after.endpoint.reply = () => ({ status: 401 });
  await after.worker.processAll();
  const meanwhile = await search(after, viewer, 'food intolerance nuts', 'SEMANTIC');
  expect(meanwhile).toMatchObject({ failedArms: [], first: 'peanut allergy' });
  // Written during the migration, without a vector of the new model yet: the old model’s vector finds it at once.
  await add(after, viewer, collectionId, ['Ben swims every morning']);
  expect((await search(after, viewer, 'swimming in the mornings', 'SEMANTIC')).first).toBe('Ben swims every morning');

  after.endpoint.reply = wellEmbedded;
  await after.worker.processAll();
  expect(await vectorsOf(viewer)).toEqual([{ model: after.model, vectors: '152' }]);
  expect(await search(after, viewer, 'note 17', 'SEMANTIC')).toMatchObject({ failedArms: [] });
  expect(after.endpoint.texts.at(-1)).toBe('note 17');

  const back = serve(shipped);
  await back.worker.processAll();
  expect(await vectorsOf(viewer)).toEqual([{ model: 'static-e5-256', vectors: '152' }]);
  expect((await search(back, viewer, 'food intolerance nuts', 'SEMANTIC')).first).toBe('peanut allergy');
});

test('a text that the new model refuses is not requested forever during the migration', async () => {
  const before = serve(shipped);
  const viewer = makeViewer();
  const collectionId = await createCollection(before, viewer);
  await add(before, viewer, collectionId, ['venom', ...[...Array(600).keys()].map((n) => `line ${n}`)]);
  const after = await serveRemote();
  after.endpoint.reply = (texts) => (texts.includes('venom') ? { status: 400 } : wellEmbedded(texts));
  await after.worker.processAll();
  expect(await vectorsOf(viewer)).toEqual([{ model: after.model, vectors: '600' }]);
  // Once in a full batch, once in a small one, once alone.
  expect(after.endpoint.texts.filter((one) => one === 'venom')).toHaveLength(3);
});

test('one of several processes migrates vectors to a new model, and another takes over once it has stopped', async () => {
  const before = serve(shipped);
  const viewer = makeViewer();
  const collectionId = await createCollection(before, viewer);
  const contents = [...Array(150).keys()].map((n) => `letter ${n} of the postman`);
  await add(before, viewer, collectionId, contents);
  const first = await serveRemote();
  const second = serve(first.models);
  first.endpoint.reply = () => ({ status: 401 });
  await first.worker.processAll();
  first.endpoint.reply = wellEmbedded;
  first.endpoint.texts.length = 0;
  await second.worker.processAll();
  expect(first.endpoint.texts).toEqual([]);
  await first.worker[Symbol.asyncDispose]();
  await second.worker.processAll();
  expect(first.endpoint.texts.filter((text) => contents.includes(text)).toSorted()).toEqual(contents.toSorted());
  expect(await vectorsOf(viewer)).toEqual([{ model: first.model, vectors: '150' }]);
});

test('a migration resumes where a killed process left off; searches use the old vectors until it ends', async () => {
  const before = serve(shipped);
  const viewer = makeViewer();
  const collectionId = await createCollection(before, viewer);
  await add(before, viewer, collectionId, ['lactose intolerance', ...[...Array(149).keys()].map((n) => `card ${n}`)]);
  const killed = await serveRemote();
  const log = pino({ level: 'silent' });
  const move = new ModelMove({ db, embedder: killed.models.passages, log });
  await move.find();
  // Accounts of other tests may come first.
  while ((await vectorsOf(viewer)).length === 1) await move.next(new AbortController().signal);
  expect(await vectorsOf(viewer)).toMatchObject([{ vectors: '64' }, { vectors: '150' }]);

  const next = await serveRemote(killed);
  await next.worker.processAll();
  expect(await search(next, viewer, 'dairy allergy', 'SEMANTIC')).toMatchObject({ first: 'lactose intolerance' });
  await sql`update lease set until = now() where name = 'model-move'`.execute(db);
  next.endpoint.texts.length = 0;
  await next.worker.processAll();
  expect(next.endpoint.texts.filter((text) => /^card|^lactose/.test(text))).toHaveLength(150 - 64);
  expect(await vectorsOf(viewer)).toEqual([{ model: next.model, vectors: '150' }]);
  expect((await search(next, viewer, 'lactose intolerance', 'SEMANTIC')).first).toBe('lactose intolerance');
});

test('a process with the old model that looks for others during a migration lets searches use the old vectors on', async () => {
  const before = serve(shipped);
  const viewer = makeViewer();
  const collectionId = await createCollection(before, viewer);
  await add(before, viewer, collectionId, [...[...Array(149).keys()].map((n) => `menu ${n}`), 'shellfish intolerance']);
  const after = await serveRemote();
  const log = pino({ level: 'silent' });
  const move = new ModelMove({ db, embedder: after.models.passages, log });
  await move.find();
  // Accounts of other tests may come first.
  while ((await vectorsOf(viewer)).length === 1) await move.next(new AbortController().signal);
  await new ModelMove({ db, embedder: shipped.passages, log }).find();
  expect(await search(after, viewer, 'seafood allergy', 'SEMANTIC')).toMatchObject({ first: 'shellfish intolerance' });
  await move.stop();
});

test('vectors that a process with the old model writes during a rolling restart are migrated later', async () => {
  const before = serve(shipped);
  const viewer = makeViewer();
  const collectionId = await createCollection(before, viewer);
  const after = await serveRemote();
  await after.worker.processAll();
  await add(before, viewer, collectionId, ['Anna plays the cello']);
  expect(await deleteOtherVectors(db, viewer.accountId, after.model, 500)).toBe(0);
  // It looks once: on a busy machine the second memory may take a second.
  const settings = { lookAgainMs: 3_000 };
  const worker = buildEmbeddings({ db, jobs: db }, after.models, pino({ level: 'silent' }), settings);
  onTestFinished(() => worker[Symbol.asyncDispose]());
  await worker.start();
  await add(before, viewer, collectionId, ['Ben likes tea']);
  await vi.waitFor(async () => expect(await vectorsOf(viewer)).toEqual([{ model: after.model, vectors: '2' }]), 10_000);
});

test('the later check for vectors of an old model survives an outage of the database', async () => {
  const before = serve(shipped);
  const viewer = makeViewer();
  const collectionId = await createCollection(before, viewer);
  const after = await serveRemote();
  const worker = buildEmbeddings({ db, jobs: db }, after.models, pino({ level: 'silent' }), { lookAgainMs: 300 });
  onTestFinished(() => worker[Symbol.asyncDispose]());
  await worker.start();
  await add(before, viewer, collectionId, ['Anna plays the cello']);
  await sql`alter table lease rename to lease_away`.execute(db);
  await sql`alter table memory_embedding rename to memory_embedding_away`.execute(db);
  await delay(700);
  await sql`alter table memory_embedding_away rename to memory_embedding`.execute(db);
  await sql`alter table lease_away rename to lease`.execute(db);
  await vi.waitFor(async () => expect(await vectorsOf(viewer)).toEqual([{ model: after.model, vectors: '1' }]), 10_000);
});
