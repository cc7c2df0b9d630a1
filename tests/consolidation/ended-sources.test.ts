import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { NewProposal } from '../../src/consolidation/consolidation.ts';
import { findingsConsumer, storeFindings } from '../../src/consolidation/findings-consumer.ts';
import { runLifecycle } from '../../src/consolidation/lifecycle.ts';
import { endedWithProposals } from '../../src/consolidation/outdate-proposals.store.ts';
import { decodeNodeId, encodeNodeId } from '../../src/graphql/node-id.ts';
import { keysOf } from '../../src/memory/asked-memories.ts';
import { consumeNext } from '../../src/platform/events/consume.ts';
import { inUnitOfWork } from '../../src/platform/events/unit-of-work.ts';
import { Consolidations } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { Household, memoryServices, statisticsConsumer } from '../support/memories.ts';
import { models } from '../support/models.ts';
import { forgetSizes } from '../support/plans.ts';
import { looked, runPlans } from '../support/run-plans.ts';
import { runnerOf } from '../support/runner-of.ts';
import { countStatements } from '../support/statements.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);
const { lifecycle } = memoryServices(db);
const findings = findingsConsumer({
  model: models.passages.model,
  asksModel: false,
  jobs,
  log: pino({ level: 'silent' }),
});
const consumers = runnerOf(db, statisticsConsumer, findings);

/** A merge of two memories that are learnt from messages, and a retirement of a rent by a later one; nobody has decided on them. */
async function proposed() {
  const home = await Household.create(db);
  const collectionId = encodeNodeId('Collection', home.collection.id);
  const { id: conversationId } = await api.services.conversations.create(home.viewer, {
    collectionId: home.collection.id,
  });
  const cats = ['Anna has a cat named Tom', 'Anna has a cat named Tom!'];
  const said = cats.map((content) => ({ role: 'USER', content, remember: true }) as const);
  const { memories } = await api.services.messages.append(home.viewer, conversationId, said);
  const [cat = '', sameCat = ''] = memories.map(({ id }) => id);
  const rent = (await home.add('The rent is 850 euros a month.')).id;
  const newRent = (await home.add('The rent is 920 euros a month now.')).id;
  const runs = new Consolidations(api, jobs, home.viewer);
  const run = await runs.run(collectionId, { dryRun: true });
  await consumers.processAll();
  const states = async () => {
    const { proposals } = await runs.read(run.id);
    return proposals.map(({ kind, state }: { kind: string; state: string }) => `${kind} ${state}`).sort();
  };
  const open = async () => {
    const source = 'query ($id: ID!) { collection(id: $id) { proposals(states: [PROPOSED]) { totalCount } } }';
    return (await api.run(home.viewer, source, { id: collectionId })).collection.proposals.totalCount;
  };
  expect(await open()).toBe(2);
  return { home, conversationId, cat, sameCat, rent, newRent, runs, run, states, open };
}

const isDecided = async (home: Household, runId: string): Promise<boolean> =>
  (await home.events()).some(
    ({ type, subjectId }) => type === 'ConsolidationDecided' && subjectId === decodeNodeId('ConsolidationRun', runId),
  );

type Proposed = Awaited<ReturnType<typeof proposed>>;

test.each<readonly [string, (of: Proposed) => Promise<unknown>]>([
  ['is forgotten', ({ home, rent }) => lifecycle.forget(home.viewer, { id: rent })],
  ['proves it and is forgotten', ({ home, newRent }) => lifecycle.forget(home.viewer, { id: newRent })],
  [
    'is superseded by hand',
    ({ home, rent }) => lifecycle.supersede(home.viewer, { id: rent, content: 'See the contract.', reason: 'told' }),
  ],
  [
    'has ended',
    async ({ home, rent }) => {
      await lifecycle.update(home.viewer, { id: rent, validTo: new Date(Date.now() + 50) });
      await expect
        .poll(async () => {
          await runLifecycle({ db, jobs, undoDays: 30, beforePurge: [] }, new AbortController().signal);
          return (await home.read(rent)).status;
        })
        .toBe('SUPERSEDED');
    },
  ],
])('what is proposed for a memory that %s becomes STALE, is told, and counts as open no longer', async (_, end) => {
  const all = await proposed();
  await end(all);
  await consumers.processAll();
  expect(await all.states()).toEqual(['MERGE PROPOSED', 'RETIRE STALE']);
  expect(await all.open()).toBe(1);
  expect(await isDecided(all.home, all.run.id)).toBe(true);
  expect(await all.runs.apply(all.run.id)).toMatchObject({ applied: 1, stale: 0 });
});

test.each<readonly [string, (of: Proposed) => Promise<unknown>]>([
  ['that is purged', ({ home, sameCat }) => lifecycle.forget(home.viewer, { id: sameCat, purge: true })],
  [
    'whose conversation is deleted',
    ({ home, conversationId }) => api.services.conversations.delete(home.viewer, conversationId),
  ],
])('what is proposed for a memory %s is STALE at once, and told', async (_, end) => {
  const all = await proposed();
  await end(all);
  expect(await all.states()).toEqual(['MERGE STALE', 'RETIRE PROPOSED']);
  expect(await all.open()).toBe(1);
  expect(await isDecided(all.home, all.run.id)).toBe(true);
});

test('a STALE proposal stays so if its memory is restored, and the next run finds the same again', async () => {
  const { home, sameCat, states, runs } = await proposed();
  await lifecycle.forget(home.viewer, { id: sameCat });
  await consumers.processAll();
  await lifecycle.restore(home.viewer, { id: sameCat });
  await consumers.processAll();
  expect(await states()).toEqual(['MERGE STALE', 'RETIRE PROPOSED']);
  const again = await runs.run(encodeNodeId('Collection', home.collection.id), { dryRun: true });
  expect(again.proposals).toEqual(
    expect.arrayContaining([expect.objectContaining({ kind: 'MERGE', state: 'PROPOSED' })]),
  );
});

test('what is proposed stays open while its memories are CURRENT, even if they are edited', async () => {
  const { home, rent, open } = await proposed();
  await lifecycle.update(home.viewer, { id: rent, tags: ['home'] });
  await consumers.processAll();
  expect(await open()).toBe(2);
});

test('what was found for a memory that has been forgotten meanwhile is not proposed', async () => {
  const { home, cat, sameCat, open } = await proposed();
  await lifecycle.forget(home.viewer, { id: cat });
  await consumers.processAll();
  const merge: NewProposal = {
    kind: 'MERGE',
    rule: 'same words',
    safe: true,
    similarity: 1,
    proposedTier: null,
    memories: [
      { memoryId: sameCat, role: 'KEEP', revision: 1 },
      { memoryId: cat, role: 'GO', revision: 1 },
    ],
  };
  const scope = { accountId: home.viewer.accountId, collectionId: home.collection.id, ids: [cat] };
  const stored = await inUnitOfWork(db, scope.accountId, (unit) =>
    storeFindings(unit, scope, { proposals: [merge], autoConsolidate: true }),
  );
  expect(stored).toBeNull();
  expect(await open()).toBe(1);
});

test('following forgotten memories takes one statement more, however many they are, and looks each up by its key', async () => {
  const home = await Household.create(db);
  const { accountId } = home.viewer;
  const streams = [{ accountId, kind: 'collection' as const, streamId: home.collection.id }];
  const forget = async (count: number) => {
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) ids.push((await home.add(`${count} dice fell on ${n}`)).id);
    await consumers.processAll();
    for (const id of ids) await lifecycle.forget(home.viewer, { id });
    return { ids, statements: await countStatements(() => consumeNext(db, findings, streams)) };
  };
  const [one, many] = [await forget(1), await forget(15)];
  expect(many.statements).toHaveLength(one.statements.length);
  expect(one.statements.filter((text) => text.includes('proposal_memory'))).toHaveLength(1);
  await forgetSizes(db, 'proposal_memory', 'consolidation_proposal', 'memory');
  const plans = await runPlans(db, () => endedWithProposals(db, keysOf(accountId, many.ids)));
  expect(looked(plans.filter((step) => step['Relation Name'] !== undefined))).toBeLessThanOrEqual(15);
});
