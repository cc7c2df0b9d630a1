import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { buildConsolidation } from '../../src/app/jobs.ts';
import {
  comparedOf,
  comparedStatement,
  nextVectors,
  vectorStatement,
} from '../../src/consolidation/compared-memories.store.ts';
import { ConsolidationEngine, type Steps } from '../../src/consolidation/consolidation-engine.ts';
import type { Step } from '../../src/consolidation/step.ts';
import { decodeNodeId } from '../../src/graphql/node-id.ts';
import { keysOf } from '../../src/memory/asked-memories.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { modelAt, proposeRetiring, settleIn } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { ModelServer } from '../support/model-server.ts';
import { models } from '../support/models.ts';
import { forgetSizes } from '../support/plans.ts';
import { countStatements } from '../support/statements.ts';

// A run needs one connection at a time, never a second one.
const database = useDatabase({ poolSize: 1 });
const { db } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);
const settle = () => settleIn(db, api, jobs);
const { collections } = memoryServices(db);
const { signal } = new AbortController();

/** An engine with the given first step and otherwise empty steps. */
function engineOf(first: Step, isPaused = () => false): ConsolidationEngine {
  const nothing: Step = async function* () {};
  const steps: Steps = {
    MERGE_SIMILAR: first,
    RETIRE_OUTDATED: nothing,
    UPDATE_TIERS: nothing,
    REEMBED: nothing,
    OPTIMIZE_INDEX: nothing,
  };
  return new ConsolidationEngine({ db, steps, restTimes: 0, isPaused, log: pino({ level: 'silent' }) });
}

const proposalOfRetiring = {
  kind: 'RETIRE',
  rule: 'likely over',
  safe: true,
  similarity: null,
  proposedTier: null,
} as const;

async function begin() {
  const { home, runs, collectionId } = await settle();
  const memories = [await home.add('one'), await home.add('two'), await home.add('three')];
  const { run } = await runs.start(collectionId);
  const proposal = (n: number) => ({
    kind: 'CHANGE_TIER' as const,
    rule: 'time and recalls' as const,
    safe: true,
    similarity: null,
    proposedTier: 'STABLE' as const,
    memories: [{ memoryId: memories[n]?.id ?? '', role: 'TIER' as const, revision: 1 }],
  });
  const retirement = (n: number) => ({
    ...proposal(n),
    kind: 'RETIRE' as const,
    rule: 'validity ended' as const,
    proposedTier: null,
    memories: [{ memoryId: memories[n]?.id ?? '', role: 'GO' as const, revision: 1 }],
  });
  const batch = (n: number) => ({ proposals: [proposal(n)], scanned: 1, done: n + 1, total: 3 });
  const runId = decodeNodeId('ConsolidationRun', run.id) ?? '';
  const states = async () => (await runs.read(run.id)).proposals.map(({ state }: { state: string }) => state);
  const work = (step: Step, until = signal, isPaused = () => false) =>
    engineOf(step, isPaused).run(home.viewer.accountId, runId, until);
  return { home, runs, run, batch, retirement, states, work };
}

/** A run whose process was killed after the second of three batches, all without proposals. */
async function killed() {
  const begun = await begin();
  const empty = (n: number) => ({ ...begun.batch(n), proposals: [] });
  const broken = begun.work(async function* () {
    yield empty(1);
    throw new Error('The process was killed');
  });
  await expect(broken).rejects.toThrow('was killed');
  const { progress } = await begun.runs.read(begun.run.id);
  const told = async () => {
    const { rows } = await sql<{ data: object }>`
      select data from event
      where account_id = ${begun.home.viewer.accountId} and type = 'ConsolidationProgress' order by seq`.execute(db);
    return rows.map(({ data }) => data);
  };
  return { ...begun, empty, progress, told };
}

test('vectors are looked up by primary key even right after a bulk insert', async () => {
  const home = await Household.create(db);
  for (let n = 0; n < 30; n += 1) await home.add(`Ben plays the piano on day ${n}`);
  const run = { id: newId(), accountId: home.viewer.accountId, collectionId: home.collection.id };
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain ${vectorStatement(run, { model: models.passages.model, after: null, limit: 10 })}`.execute(db);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toMatch(/memory_embedding_pkey.*\n.*Index Cond: .*memory_id = page\.id/);
  const seen: string[] = [];
  for (let after: string | null = null; ; ) {
    const { vectors, last } = await nextVectors(db, run, { model: models.passages.model, after, limit: 10 });
    seen.push(...vectors.map(({ id }) => id));
    if (last === null) break;
    after = last;
  }
  expect(new Set(seen).size).toBe(30);
});

test('memories to compare are looked up by primary key, even before the first statistics of their table', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('Ben plays the piano');
  const keys = keysOf(home.viewer.accountId, [id]);
  await forgetSizes(db, 'memory', 'collection');
  const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${comparedStatement(keys)}`.execute(db);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('Index Scan using memory_pkey');
  expect(await comparedOf(db, keys)).toEqual(
    new Map([[id, expect.objectContaining({ content: 'Ben plays the piano' })]]),
  );
});

test('cancelling ends a run between two batches, whose applied changes stay and can be undone', async () => {
  const { runs, run, batch, states, work } = await begin();
  const outcome = await work(async function* () {
    yield batch(0);
    const cancelled = await runs.cancel(run.id);
    expect(cancelled).toMatchObject({ run: { status: 'CANCELLED', scanned: 1 } });
    yield batch(1);
    throw new Error('It went on');
  });
  expect(outcome).toBe('done');
  expect(await states()).toEqual(['APPLIED']);
  expect(await runs.undo(run.id)).toMatchObject({ restored: 1, kept: [] });
});

test('a run does nothing that was rejected elsewhere since it looked for that', async () => {
  const { home, runs, run, batch, states, work } = await begin();
  const [one, two, three] = [...Array(3).keys()].map((n) => batch(n).proposals[0]?.memories[0]?.memoryId ?? '');
  const retirement = (outdated = '', by = '') => ({
    ...proposalOfRetiring,
    memories: [
      { memoryId: outdated, role: 'GO' as const, revision: 1 },
      { memoryId: by, role: 'EVIDENCE' as const, revision: 1 },
    ],
  });
  const other = await proposeRetiring(db, home.viewer, home.collection.id, one ?? '', two ?? '');
  await work(async function* () {
    await runs.reject(other.ConsolidationRun, [other.ConsolidationProposal]);
    yield { ...batch(0), proposals: [retirement(one, two), retirement(three, two)] };
  });
  expect(await states()).toEqual(['APPLIED']);
  expect(await runs.read(run.id)).toMatchObject({ status: 'SUCCEEDED', retired: 1 });
  expect(await home.read(one ?? '')).toMatchObject({ status: 'CURRENT' });
});

test('a run resumes after a crash, and the worker it was taken from writes nothing more', async () => {
  const { runs, run, batch, states, work } = await begin();
  const broken = work(async function* () {
    yield batch(0);
    throw new Error('The disk is full');
  });
  await expect(broken).rejects.toThrow('The disk is full');
  expect(await runs.read(run.id)).toMatchObject({ status: 'RUNNING', scanned: 1 });
  const slow = await work(async function* () {
    yield batch(1);
    await work(async function* (resumed) {
      expect(resumed).toMatchObject({ stepsDone: 0, stepDone: 2, stepTotal: 3, attempts: 3 });
      yield batch(2);
    });
    yield batch(0);
  });
  expect(slow).toBe('done');
  expect(await runs.read(run.id)).toMatchObject({ status: 'SUCCEEDED', scanned: 3 });
  expect(await states()).toEqual(['APPLIED', 'APPLIED', 'APPLIED']);
});

test('a step restarted after a crash does not reduce the progress of the run', async () => {
  const { runs, run, empty, progress, told, work } = await killed();
  await work(async function* () {
    for (const n of [0, 1, 2]) {
      yield empty(n);
      expect((await runs.read(run.id)).progress).toBeGreaterThanOrEqual(progress);
    }
  });
  expect(await told()).toMatchObject([{ done: 2 }, { done: 2 }, { done: 2 }, { done: 3 }]);
});

test('a step restarted with fewer items never reports more done than its total', async () => {
  const { runs, run, empty, progress, told, work } = await killed();
  await work(async function* () {
    yield { ...empty(0), total: 1 };
    expect((await runs.read(run.id)).progress).toBe(progress);
  });
  expect(await told()).toMatchObject([
    { done: 2, total: 3 },
    { done: 2, total: 3 },
  ]);
});

test('skips a proposal whose memory was purged meanwhile and applies the rest of the batch', async () => {
  const { home, runs, run, batch, states, work } = await begin();
  const outcome = await work(async function* () {
    const found = [batch(0), batch(1)].flatMap(({ proposals }) => proposals);
    const [id = ''] = found[0]?.memories.map(({ memoryId }) => memoryId) ?? [];
    await api.services.memoryLifecycle.forget(home.viewer, { id, purge: true });
    yield { ...batch(1), proposals: found };
  });
  expect(outcome).toBe('done');
  expect(await states()).toEqual(['APPLIED']);
  expect(await runs.read(run.id)).toMatchObject({ status: 'SUCCEEDED' });
});

test('a run that fails three times at the same place ends as FAILED, with a reason that reveals no content', async () => {
  const { runs, run, work } = await begin();
  // biome-ignore lint/correctness/useYield: it fails before
  const failing: Step = async function* () {
    throw new TypeError('Anna has a secret');
  };
  await expect(work(failing)).rejects.toThrow(TypeError);
  await expect(work(failing)).rejects.toThrow(TypeError);
  expect(await work(failing)).toBe('done');
  const failed = await runs.read(run.id);
  expect(failed).toMatchObject({ status: 'FAILED', error: expect.stringContaining('failed 3 times') });
  expect(failed.error).not.toContain('secret');
});

test('a run that advances before each interruption does not fail', async () => {
  const { runs, run, work } = await begin();
  for (let n = 1; n <= 5; n += 1) {
    const broken = work(async function* () {
      yield { proposals: [], scanned: 1, done: n, total: 10, place: newId() };
      throw new Error('The process was killed');
    });
    await expect(broken).rejects.toThrow('was killed');
  }
  await jobs.processAll();
  expect(await runs.read(run.id)).toMatchObject({ status: 'SUCCEEDED' });
});

test('a run that retires a memory before each interruption does not fail', async () => {
  const { runs, run, retirement, work } = await begin();
  for (const n of [0, 1, 2]) {
    const broken = work(async function* () {
      yield { proposals: [retirement(n)], scanned: 1, done: 1, total: 3 };
      throw new Error('The process was killed');
    });
    await expect(broken).rejects.toThrow('was killed');
  }
  await jobs.processAll();
  expect(await runs.read(run.id)).toMatchObject({ status: 'SUCCEEDED', retired: 3 });
});

test('a stop signal returns the run to the queue without counting as a failure', async () => {
  const { runs, run, batch, work } = await begin();
  for (let stop = 0; stop < 5; stop += 1) {
    const stopping = new AbortController();
    const outcome = await work(async function* () {
      stopping.abort();
      yield { ...batch(0), proposals: [] };
    }, stopping.signal);
    expect(outcome).toBe('again');
  }
  await jobs.processAll();
  expect(await runs.read(run.id)).toMatchObject({ status: 'SUCCEEDED' });
});

test('a run pauses after each batch under memory pressure, until it is told to stop', async () => {
  const { runs, run, batch, work } = await begin();
  const stopping = new AbortController();
  const isPaused = () => {
    setTimeout(() => stopping.abort(), 50);
    return true;
  };
  const outcome = await work(
    async function* () {
      yield { ...batch(0), proposals: [] };
      throw new Error('It did not rest');
    },
    stopping.signal,
    isPaused,
  );
  expect(outcome).toBe('again');
  expect(await runs.read(run.id)).toMatchObject({ scanned: 1 });
});

test('a language model judges pairs that rules cannot decide, and its merges are only proposed', async () => {
  await using server = await ModelServer.start(() => ({ tokens: ['1: SAME\n', '2: DIFFERENT'] }));
  const languageModel = modelAt(server);
  const { home, runs, collectionId } = await settle();
  await collections.update(home.viewer, { id: home.collection.id, settings: { duplicateThreshold: 0.8 } });
  for (const text of [
    'My grandmother lives in the old house beside the river',
    'My grandma lives in the old house beside the river',
    'The garden of the neighbours is full of red roses',
    'The garden of the neighbours is full of white roses',
    // The numbers differ: the model is not asked.
    'We had dinner with 12 people at the long table',
    'We had dinner with 14 people at the long table',
  ])
    await home.add(text);
  const { run } = await runs.start(collectionId, { steps: ['MERGE_SIMILAR'] });
  const engine = buildConsolidation(
    { jobs: db, migrations: db },
    { ...models, languageModel },
    () => false,
    pino({ level: 'silent' }),
  );
  await engine.run(home.viewer.accountId, decodeNodeId('ConsolidationRun', run.id) ?? '', signal);
  const { proposals, merged } = await runs.read(run.id);
  expect(merged).toBe(0);
  expect(proposals).toMatchObject([{ state: 'PROPOSED', reason: expect.stringContaining('language model') }]);
  const [call] = server.calls;
  expect(call?.body.messages.at(-1)?.content?.split('\n')).toHaveLength(2);
  expect(JSON.stringify(server.calls)).not.toContain('long table');
});

test('a run takes few statements from finding to applying: memories are locked once and some are written in bulk', async () => {
  const { home, runs, collectionId } = await settle();
  for (let n = 0; n < 40; n += 1) await home.add(`Note ${n} of the house`);
  await sql`update memory set created_at = '2024-01-01' where account_id = ${home.viewer.accountId}`.execute(db);
  const { run } = await runs.start(collectionId, { steps: ['UPDATE_TIERS'] });
  const statements = await countStatements(() => jobs.processAll());
  expect((await runs.read(run.id)).proposals).toHaveLength(40);
  expect(statements.length).toBeLessThan(200);
});
