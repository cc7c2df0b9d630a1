import { pino } from 'pino';
import { expect, test } from 'vitest';
import { buildConsolidation, comparing } from '../../src/app/jobs.ts';
import { judgeFindingsJob } from '../../src/consolidation/consolidation-jobs.ts';
import { findingsConsumer } from '../../src/consolidation/findings-consumer.ts';
import { judgeFindings } from '../../src/consolidation/judge-findings.ts';
import { decodeNodeId, encodeNodeId } from '../../src/graphql/node-id.ts';
import { Consolidations, modelAt, proposeRetiring } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { type ModelCall, type ModelReply, ModelServer } from '../support/model-server.ts';
import { models } from '../support/models.ts';
import { runnerOf } from '../support/runner-of.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);
const { collections, lifecycle } = memoryServices(db);
const log = pino({ level: 'silent' });

const earlier = 'Ben works at Google in Zurich as an engineer';
const later = 'Ben left Google in Zurich and joined Meta as an engineer';

/** A collection whose memories are compared with the help of a model that replies like this. */
async function settle(reply: ModelReply | ((call: ModelCall) => ModelReply | Promise<ModelReply>), settings = {}) {
  const server = await ModelServer.start((call) => (typeof reply === 'function' ? reply(call) : reply));
  const languageModel = modelAt(server);
  const home = await Household.create(db);
  await collections.update(home.viewer, { id: home.collection.id, settings });
  const runs = new Consolidations(api, jobs, home.viewer);
  const collectionId = encodeNodeId('Collection', home.collection.id);
  const follow = runnerOf(db, findingsConsumer({ model: models.passages.model, asksModel: true, jobs, log }));
  const parts = comparing(db, { ...models, languageModel }, log);
  jobs.handle(judgeFindingsJob, (payload, signal) => judgeFindings(parts, payload, signal));
  const afterWrites = async () => {
    await follow.processAll();
    await jobs.processAll();
  };
  const found = async () => {
    const { collection } = await api.run(
      home.viewer,
      'query ($id: ID!) { collection(id: $id) { consolidationRuns { edges { node { id } } } } }',
      { id: collectionId },
    );
    const ids: string[] = collection.consolidationRuns.edges.map(({ node }: { node: { id: string } }) => node.id);
    return (await Promise.all(ids.map((id) => runs.read(id)))).flatMap(({ proposals }) => proposals);
  };
  const run = async () => {
    const { run } = await runs.start(collectionId);
    const engine = buildConsolidation({ jobs: db, migrations: db }, { ...models, languageModel }, () => false, log);
    await engine.run(
      home.viewer.accountId,
      decodeNodeId('ConsolidationRun', run.id) ?? '',
      new AbortController().signal,
    );
    return runs.read(run.id);
  };
  const texts = () => server.calls.map(({ body }) => body.messages.at(-1)?.content ?? '');
  const asked = () => texts().map((text) => JSON.parse(text));
  return { home, afterWrites, found, run, texts, asked, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const proposed = {
  kind: 'RETIRE',
  state: 'PROPOSED',
  reason: expect.stringContaining('language model'),
  sources: [{ content: earlier }, { content: later }],
};

test('after a write the model judges pairs that rules cannot decide, and what it calls outdated is only proposed', async () => {
  await using at = await settle({ tokens: ['1: OUTDATED'] }, { autoConsolidate: true });
  const old = await at.home.add(earlier);
  await at.home.add(later);
  await at.afterWrites();
  expect(await at.found()).toMatchObject([proposed]);
  expect(at.asked()).toEqual([[1, earlier, later]]);
  expect(await at.home.read(old.id)).toMatchObject({ status: 'CURRENT' });
});

test('what is rejected while the model judges the same after a write is not proposed again', async () => {
  let ends = '';
  await using at = await settle(async () => {
    const { viewer, collection } = at.home;
    const { ConsolidationRun, ConsolidationProposal } = await proposeRetiring(db, viewer, collection.id, old.id, ends);
    await new Consolidations(api, jobs, viewer).reject(ConsolidationRun, [ConsolidationProposal]);
    return { tokens: ['1: OUTDATED'] };
  });
  const old = await at.home.add(earlier);
  ends = (await at.home.add(later)).id;
  await at.afterWrites();
  expect(at.asked()).toHaveLength(1);
  expect(await at.found()).toMatchObject([{ ...proposed, reason: expect.anything(), state: 'REJECTED' }]);
});

test('the model judges what else is over by news that ends a memory by the rules', async () => {
  await using at = await settle({ tokens: ['1: OUTDATED'] });
  const news = 'Ben moved to Munich and joined Meta as an engineer';
  for (const content of ['Ben lives in Berlin.', earlier, news]) await at.home.add(content);
  await at.afterWrites();
  expect(at.asked()).toEqual([[1, earlier, news]]);
  expect((await at.found()).map(({ sources }) => sources[0].content).sort()).toEqual(['Ben lives in Berlin.', earlier]);
});

test('the model judges such pairs in a run, too, in any language', async () => {
  await using at = await settle({ tokens: ['1: OUTDATED'] }, { language: 'de' });
  await at.home.add(earlier);
  await at.home.add(later);
  await at.home.add('The garden is full of red roses');
  const { status, retired, proposals } = await at.run();
  expect([status, retired]).toEqual(['SUCCEEDED', 0]);
  expect(proposals).toMatchObject([proposed]);
  expect(at.asked()).toEqual([[1, earlier, later]]);
});

test('the model is not asked whether an agent’s memory outdates a person’s', async () => {
  await using at = await settle({ tokens: ['1: OUTDATED'] });
  await at.home.add(earlier);
  const { accountId } = at.home.viewer;
  const made = await at.home.add(later.replace('Meta', 'Apple'));
  await db
    .updateTable('memory_revision')
    .set({ actor_kind: 'AGENT' })
    .where('account_id', '=', accountId)
    .where('memory_id', '=', made.id)
    .execute();
  await at.afterWrites();
  expect((await at.run()).proposals).toEqual([]);
  expect(JSON.stringify(at.asked())).not.toContain('Apple');
});

test('findings by rules do not depend on the model', async () => {
  await using at = await settle({ status: 400 });
  await at.home.add(earlier);
  await at.home.add(later);
  const lived = await at.home.add('Anna lives in Berlin.');
  await at.home.add('Anna moved to Munich.');
  await at.afterWrites();
  expect(await at.found()).toMatchObject([{ kind: 'RETIRE', sources: [{ content: 'Anna lives in Berlin.' }, {}] }]);
  const { status, retired } = await at.run();
  expect([status, retired]).toEqual(['SUCCEEDED', 1]);
  expect(await at.home.read(lived.id)).toMatchObject({ status: 'SUPERSEDED' });
});

test('an answer with endless line breaks, as models sometimes produce, is still parsed', async () => {
  await using at = await settle({ tokens: ['1: OUTDATED', '\n'.repeat(99_000)] });
  await at.home.add(earlier);
  await at.home.add(later);
  await at.afterWrites();
  expect(await at.found()).toMatchObject([proposed]);
});

test('a pair that is too long or that the model refuses does not keep others from being judged', async () => {
  const isPoison = ({ body }: ModelCall) => JSON.stringify(body).includes('poison');
  await using at = await settle((call) => (isPoison(call) ? { status: 400 } : { tokens: ['1: OUTDATED'] }));
  const filler = (word: string) => ` as was said in the ${`${word} `.repeat(400)}`;
  await at.home.add(`The well is full of poison${filler('evening')}`);
  await at.home.add(`The well has no poison left${filler('evening')}`);
  const long = `${'The quarry lies behind the hill by the river. '.repeat(600)}`;
  await at.home.add(`${long}It is open.`);
  await at.home.add(`${long}It is shut.`);
  for (let n = 0; n < 9; n += 1) {
    await at.home.add(`Shop ${n} sells bread${filler(`loaf${n}`)}`);
    await at.home.add(`Shop ${n} left for Rome${filler(`loaf${n}`)}`);
  }
  expect((await at.run()).proposals.length).toBeGreaterThan(0);
  for (const pairs of at.texts()) expect(pairs.length).toBeLessThan(45_000);
});

test('what is purged or forgotten while the model judges is not sent to it afterwards', async () => {
  const ids = new Map<string, string>();
  let asked = 0;
  // Each request of a run has ten pairs at most: while the first is answered, all memories that it does not have go.
  await using at = await settle(async () => {
    asked += 1;
    if (asked > 1) return { tokens: ['none'] };
    for (const [content, id] of ids) {
      if (at.texts()[0]?.includes(content)) continue;
      await lifecycle.forget(at.home.viewer, { id, purge: id < middle });
      gone.push(content);
    }
    return { tokens: ['none'] };
  });
  const gone: string[] = [];
  for (let n = 0; n < 14; n += 1) {
    const shop = `Shop Xq${n} in the market hall`;
    const told = [
      `${shop} sells bread and ${'loaf '.repeat(n + 3)}`,
      `${shop} left for Rome and ${'loaf '.repeat(n + 3)}`,
    ];
    for (const content of told) ids.set(content, (await at.home.add(content)).id);
  }
  const middle = [...ids.values()].toSorted()[14] ?? '';
  expect((await at.run()).status).toBe('SUCCEEDED');
  expect(gone.length).toBeGreaterThan(1);
  const later = at.texts().slice(1).join();
  for (const content of gone) expect(later).not.toContain(content);
});
