import { createHook } from 'node:async_hooks';
import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { findingsBounds, findingsConsumer } from '../../src/consolidation/findings-consumer.ts';
import { runLifecycle } from '../../src/consolidation/lifecycle.ts';
import { decodeNodeId, encodeNodeId } from '../../src/graphql/node-id.ts';
import { consumeNext } from '../../src/platform/events/consume.ts';
import { Consolidations } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { Household, memoryServices, statisticsConsumer } from '../support/memories.ts';
import { models } from '../support/models.ts';
import { mostInATurn } from '../support/most-in-a-turn.ts';
import { runnerOf } from '../support/runner-of.ts';
import { countStatements } from '../support/statements.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);
const { lifecycle, collections } = memoryServices(db);
const { passages } = models;
const live = () => runLifecycle({ db, jobs, undoDays: 30, beforePurge: [] }, new AbortController().signal);
const log = pino({ level: 'silent' });
const findings = findingsConsumer({ model: passages.model, asksModel: false, jobs, log });
const consumers = runnerOf(db, statisticsConsumer, findings);

async function settle(settings = {}) {
  const home = await Household.create(db);
  await collections.update(home.viewer, { id: home.collection.id, settings });
  const runs = new Consolidations(api, jobs, home.viewer);
  const found = async () => {
    const { collection } = await api.run(
      home.viewer,
      `query ($id: ID!) { collection(id: $id) { consolidationRuns { totalCount edges { node { id status dryRun merged retired
        proposals { edges { node { kind state reason similarity sources { content } } } } } } } } }`,
      { id: encodeNodeId('Collection', home.collection.id) },
    );
    return collection.consolidationRuns.edges.map(({ node }: { node: object }) => node);
  };
  return { home, runs, found };
}

test('with a threshold of 1, memories with equal vectors are duplicates', async () => {
  const { home, found } = await settle({ duplicateThreshold: 1 });
  const contents = ['Anna has a cat', 'Ben plays the piano', 'The train leaves at nine', 'Dora works in a bakery'];
  for (const content of contents) await home.add(content);
  await consumers.processAll();
  for (const content of contents) await home.add(content.toUpperCase());
  await consumers.processAll();
  const [run] = await found();
  expect(run.proposals.edges).toEqual(contents.map(() => ({ node: expect.objectContaining({ similarity: 1 }) })));
});

test('new memories at which the rules fail are passed over, and those that follow are compared', async () => {
  const { home, found } = await settle();
  const errors: unknown[] = [];
  const odd = new TypeError('odd');
  let fails = true;
  const consumer = findingsConsumer({
    get model() {
      if (fails) throw odd;
      return passages.model;
    },
    asksModel: false,
    jobs,
    log: { error: (told: object) => errors.push(told) },
  });
  const failing = runnerOf(db, statisticsConsumer, consumer);
  await home.add('Anna has a cat');
  await failing.processAll();
  expect(errors).toEqual([{ err: odd }]);
  fails = false;
  await home.add('anna has a cat!');
  await failing.processAll();
  const [run] = await found();
  expect(run.proposals.edges).toHaveLength(1);
});

test('duplicates and outdated memories of new ones are proposed in one run per batch', async () => {
  const { home, runs, found } = await settle();
  await home.add('Anna has a cat named Tom');
  const validTo = new Date('2024-06-01T00:00:00Z');
  const lived = await home.add({
    content: 'Anna lives in Berlin.',
    validFrom: new Date('2024-01-01T00:00:00Z'),
    validTo,
  });
  for (let n = 0; n < 5; n += 1) await home.add(`Ben plays the piano on day ${n}`);
  await consumers.processAll();
  expect(await found()).toEqual([]);
  await home.add('Anna moved to Munich.');
  await home.add('Anna has a cat named Tom!');
  await consumers.processAll();
  const [run] = await found();
  expect(run).toMatchObject({ status: 'SUCCEEDED', dryRun: true, merged: 0 });
  expect(run.proposals.edges).toMatchObject([
    { node: { kind: 'MERGE', state: 'PROPOSED', similarity: expect.closeTo(1, 1) } },
    {
      node: {
        kind: 'RETIRE',
        state: 'PROPOSED',
        similarity: null,
        sources: [{ content: 'Anna lives in Berlin.' }, {}],
      },
    },
  ]);
  // It does not count towards RUN_IN_PROGRESS, and can be applied and undone like any other.
  expect(await runs.apply(run.id)).toMatchObject({ applied: 2, run: { merged: 1, retired: 1 } });
  expect(await home.read(lived.id)).toMatchObject({ status: 'SUPERSEDED', validTo });
  expect(await runs.undo(run.id)).toMatchObject({ restored: 2, kept: [] });
  await consumers.processAll();
  expect(await found()).toHaveLength(1);
});

test('a new duplicate of two memories whose merge was rejected does not bring them together', async () => {
  const { home, runs, found } = await settle();
  const pair = ['Anna has a cat named Tom', 'Anna has a cat named Tom!'];
  for (const content of pair) await home.add(content);
  await consumers.processAll();
  const [{ id }] = await found();
  const { proposals } = await runs.read(id);
  await runs.reject(id, [proposals[0].id]);
  await home.add('Anna has a cat named Tom...');
  await consumers.processAll();
  const merged = (await found()).map((run: { proposals: { edges: { node: { sources: object[] } }[] } }) =>
    run.proposals.edges.map(({ node }) => node.sources.length),
  );
  expect(merged.toSorted()).toEqual([[2], [2]]);
});

test('few of many readings of the same thing are proposed for retirement', async () => {
  const { home, found } = await settle();
  for (let n = 0; n < 100; n += 1) {
    await home.add(`The temperature in the office is ${n} degrees.`);
    if (n % 10 === 9) await consumers.processAll();
  }
  const proposals = (await found()).flatMap((run: { proposals: { edges: object[] } }) => run.proposals.edges);
  expect(proposals.length).toBeLessThanOrEqual(40);
});

test('each pair of long memories is compared once, however many subjects they share', async () => {
  const { home } = await settle();
  const people = ['Anna', 'Ben', 'Carla', 'Dora', 'Emil', 'Fritz', 'Greta', 'Hans'];
  for (let n = 0; n < 10; n += 1) {
    const told = people.map((who, place) => `${who} has the key ${n}${place} to the house in ${'x'.repeat(200)}.`);
    await home.add(told.join(' '));
  }
  let turns = 0;
  const counting = createHook({
    init: (_, type) => {
      if (type === 'Immediate') turns += 1;
    },
  }).enable();
  await consumers.processAll();
  counting.disable();
  // 90 pairs, compared by rules alone, and one turn of the event loop per text.
  expect(turns).toBeLessThan(150);
});

/** Contents of what the first run proposes to retire. */
const retiredBy = ([run]: { proposals: { edges: { node: { sources: { content: string }[] } }[] } }[]) =>
  (run?.proposals.edges ?? []).map(({ node }) => node.sources[0]?.content);

test('spelling variants, including British ones, are recognised as outdated', async () => {
  const { home, found } = await settle();
  const old = ['My mum lives in Leeds.', 'My mom is single.', 'The theatre is in Hull.'];
  for (const content of old) await home.add(content);
  await consumers.processAll();
  for (const content of ['My mum moved to York.', 'My mum got married.', 'The theatre moved to Leeds.'])
    await home.add(content);
  await consumers.processAll();
  expect(retiredBy(await found()).toSorted()).toEqual(old.toSorted());
});

test('what a later memory probably ends is proposed, but never applied unasked', async () => {
  const { home, found } = await settle({ autoConsolidate: true });
  const old = [
    'The branch for the csv export is awaiting review.',
    'I have a season ticket for the Rovers.',
    'Retries of the mailer: 3',
  ];
  for (const content of old) await home.add(content);
  for (let n = 0; n < 3; n += 1) await home.add(`I saw ${n} birds there`);
  await consumers.processAll();
  await home.add('Kofi approved the csv export, merged to main at last.');
  await home.add('Let the season ticket lapse this spring, no stadium any more.');
  await home.add('mailer retries: 3 → 5, as the relay is slow');
  await consumers.processAll();
  await live();
  const runs = await found();
  expect(retiredBy(runs).toSorted()).toEqual(old.toSorted());
  const reason = 'A later memory tells of a change that seems to be about the same.';
  for (const { node } of runs[0].proposals.edges) expect(node).toMatchObject({ state: 'PROPOSED', reason });
});

test('after writes, too, a word that many memories have does not tell which of them is over', async () => {
  for (const others of [0, 40]) {
    const { home, found } = await settle();
    await home.add('The garage permit is pending.');
    for (let n = 0; n < others; n += 1) await home.add(`Sheet ${n} shows a garage with its permit`);
    await consumers.processAll();
    await home.add('At last we received the garage permit.');
    await consumers.processAll();
    expect(retiredBy(await found())).toEqual(others === 0 ? ['The garage permit is pending.'] : []);
  }
});

test('earlier statements of an unnamed speaker are outdated by later ones', async () => {
  const { home, found } = await settle();
  const old = ['I live in Lyon.', 'I like olives.', 'I smoke.'];
  for (const content of old) await home.add(content);
  for (let n = 0; n < 3; n += 1) await home.add(`I saw ${n} birds there`);
  await consumers.processAll();
  for (const content of ['I moved to Nantes.', 'I hate olives now.', 'I quit smoking last year.'])
    await home.add(content);
  await consumers.processAll();
  expect(retiredBy(await found()).toSorted()).toEqual(old.toSorted());
});

test('a finding shared by two batches of new memories is proposed once', async () => {
  const { home, found } = await settle();
  await home.add('Anna lives in Berlin.');
  for (let n = 0; n < 25; n += 1) await home.add(`Ben plays the piano on day ${n}`);
  await home.add('Anna moved to Munich.');
  await consumers.processAll();
  expect(await found()).toMatchObject([
    { proposals: { edges: [{ node: { kind: 'RETIRE', sources: [{ content: 'Anna lives in Berlin.' }, {}] } }] } },
  ]);
});

test('a collection with autoConsolidate applies safe findings and keeps the rest as proposals', async () => {
  const { home, found } = await settle({ autoConsolidate: true });
  const cat = await home.add('Anna has a cat named Tom');
  const rent = await home.add('The rent is 850 euros a month.');
  await home.add('Anna has a cat named Tom!');
  await home.add('The rent is 920 euros a month.');
  await consumers.processAll();
  expect(await found()).toMatchObject([{ status: 'RUNNING', merged: 0 }]);
  await jobs.processAll();
  const [run] = await found();
  expect(run).toMatchObject({ status: 'SUCCEEDED', dryRun: false, merged: 1, retired: 0 });
  const states = run.proposals.edges.map(({ node }: { node: { kind: string; state: string } }) => [
    node.kind,
    node.state,
  ]);
  expect(states).toEqual([
    ['MERGE', 'APPLIED'],
    ['RETIRE', 'PROPOSED'],
  ]);
  expect(await home.read(cat.id)).toMatchObject({ status: 'SUPERSEDED' });
  expect(await home.read(rent.id)).toMatchObject({ status: 'CURRENT' });
  expect((await home.history(cat.id)).at(-1)).toMatchObject({ actor_kind: 'CONSOLIDATION', actor: 'consolidation' });
  // A manual restore keeps the replacement, and the pair is not merged again.
  expect(await lifecycle.restore(home.viewer, { id: cat.id })).toMatchObject({
    memory: { status: 'CURRENT', validTo: null },
    withdrawn: null,
  });
  await consumers.processAll();
  await jobs.processAll();
  expect(await home.read(cat.id)).toMatchObject({ status: 'CURRENT' });
});

test('an automatic run publishes its end after applying, even if its job was lost, and applies nothing if cancelled', async () => {
  for (const ends of ['APPLIED', 'CANCELLED']) {
    const { home, runs, found } = await settle({ autoConsolidate: true });
    const cat = await home.add('Anna has a cat named Tom');
    await home.add('Anna has a cat named Tom!');
    await consumers.processAll();
    const [{ id }] = await found();
    const runId = decodeNodeId('ConsolidationRun', id) ?? '';
    const told = async () => {
      const { rows } = await sql<{ type: string }>`
        select type from event where account_id = ${home.viewer.accountId} and kind = 'consolidation_run' and stream_id = ${runId}
        order by seq`.execute(db);
      return rows.map(({ type }) => type);
    };
    expect(await told()).toEqual(['ConsolidationProposed']);
    await sql`delete from pgboss.job where data ->> 'runId' = ${runId}`.execute(db);
    await sql`update consolidation_run set touched_at = now() - interval '1 hour' where account_id = ${home.viewer.accountId}`.execute(
      db,
    );
    await live();
    if (ends === 'CANCELLED') await runs.cancel(id);
    await jobs.processAll();
    expect(await told()).toEqual(['ConsolidationProposed', 'ConsolidationFinished']);
    const [status, memory] = ends === 'APPLIED' ? ['SUCCEEDED', 'SUPERSEDED'] : ['CANCELLED', 'CURRENT'];
    expect([await found(), await home.read(cat.id)]).toMatchObject([[{ status }], { status: memory }]);
  }
});

test('memories that are not valid yet retire or merge nothing automatically', async () => {
  const { home, found } = await settle({ autoConsolidate: true });
  const lives = await home.add('Tom lives in Berlin.');
  const cat = await home.add('Anna has a cat named Tom');
  const validFrom = new Date(Date.now() + 86_400_000);
  await home.add({ content: 'Tom moved to Rome.', validFrom });
  await home.add({ content: 'Anna has a cat named Tom!', validFrom });
  await consumers.processAll();
  await jobs.processAll();
  const [run] = await found();
  expect(run.proposals.edges).toMatchObject([{ node: { kind: 'RETIRE', state: 'PROPOSED' } }]);
  for (const { id } of [lives, cat]) expect(await home.read(id)).toMatchObject({ status: 'CURRENT' });
});

test('a memory with 2,000 names and one without any words are processed like any other', async () => {
  const { home, found } = await settle();
  const names = Array.from({ length: 2_000 }, (_, n) => `Anna${n}`).join(' ');
  await home.add({ content: `${names} are invited`, validFrom: new Date('2024-01-01T00:00:00Z') });
  await home.add({ content: "'); drop table memory; -- \\ ' & | ! (", validFrom: new Date('2024-01-01T00:00:00Z') });
  await home.add('!!! ???');
  await home.add(`${names} are invited!`);
  await consumers.processAll();
  expect(await found()).toMatchObject([{ proposals: { edges: [{ node: { kind: 'MERGE' } }] } }]);
});

test('undecided findings are deleted with their run after a month, but rejected or merged ones are kept', async () => {
  const { home, runs, found } = await settle();
  const pairs = ['Anna has a cat named Tom', 'Ben has a dog named Rex', 'Carla has a horse named Ed'];
  for (const pair of pairs) {
    await home.add(pair);
    await consumers.processAll();
    await home.add(`${pair}!`);
    await consumers.processAll();
  }
  const [merged, refused, open] = (await found()).map(({ id }: { id: string }) => id);
  await runs.apply(merged);
  const { proposals } = await runs.read(refused);
  await runs.reject(refused, [proposals[0].id]);
  const eventsOf = (id: string) => rowsAbout(db, home.viewer.accountId, decodeNodeId('ConsolidationRun', id) ?? '');
  expect(await eventsOf(open)).toBeGreaterThan(0);
  await live();
  expect(await found()).toHaveLength(3);
  await sql`update consolidation_run set created_at = now() - interval '31 days' where account_id = ${home.viewer.accountId}`.execute(
    db,
  );
  await live();
  expect((await found()).map(({ id }: { id: string }) => id)).toEqual([merged, refused]);
  expect(await runs.read(open)).toBeNull();
  expect(await eventsOf(open)).toBe(0);
  expect(await home.count()).toBe(5);
});

/** Number of events and streams of a run. */
async function rowsAbout(on: typeof db, accountId: string, runId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select (select count(*)::int from event where account_id = ${accountId} and stream_id = ${runId})
      + (select count(*)::int from stream where account_id = ${accountId} and id = ${runId}) as count`.execute(on);
  return rows[0]?.count ?? 0;
}

test('new memories of many accounts take no more statements than those of one, and are compared within their account', async () => {
  const homes = [await settle(), await settle(), await settle()];
  for (const { home } of homes) await home.add('Anna has a cat named Tom');
  await consumers.processAll();
  const streams = homes.map(({ home }) => ({
    accountId: home.viewer.accountId,
    kind: 'collection' as const,
    streamId: home.collection.id,
  }));
  let number = 0;
  const look = async (to: number) => {
    number += 1;
    for (const { home } of homes.slice(0, to))
      await home.add(`The ferry number ${number} leaves from ${home.collection.id}`);
    return (await countStatements(() => consumeNext(db, findings, streams))).length;
  };
  // From the second time on there is something to compare with.
  await look(3);
  expect(await look(3)).toBe(await look(1));
  for (const { found } of homes) expect(await found()).toEqual([]);
  for (const { home } of homes.slice(1)) await home.add('Anna has a cat named Tom!');
  await consumers.processAll();
  expect(await Promise.all(homes.map(async ({ found }) => (await found()).length))).toEqual([0, 1, 1]);
});

test('more new memories than are compared together take one batch, and one more statement for their candidates', async () => {
  const homes = await Promise.all(Array.from({ length: 30 }, () => settle()));
  const together = { ...findings, ...findingsBounds.postgres };
  const runner = runnerOf(db, statisticsConsumer, together);
  const streams = homes.map(({ home }) => ({
    accountId: home.viewer.accountId,
    kind: 'collection' as const,
    streamId: home.collection.id,
  }));
  const look = async (content: string, to: number) => {
    for (const { home } of homes.slice(0, to)) await home.add(content);
    return (await countStatements(() => consumeNext(db, together, streams))).filter((text) => text.includes('byAgent'));
  };
  for (const { home } of homes) await home.add('Anna has a cat named Tom');
  await runner.processAll();
  // The new ones, and what is beside each twenty of them.
  expect(await look('Ben has a dog named Tom', 20)).toHaveLength(2);
  expect(await look('Dora has a bird named Tom', 30)).toHaveLength(3);
  for (const { home } of homes) await home.add('Anna has a cat named Tom!');
  await runner.processAll();
  expect(await Promise.all(homes.map(async ({ found }) => (await found()).length))).toEqual(homes.map(() => 1));
});

test('each new memory is read once, yielding to the event loop after each long one', async () => {
  const { home } = await settle();
  const names = ['Ada', 'Ben', 'Carl', 'Dora'];
  const read: string[] = [];
  for (const name of names) await home.add(`${name} likes tea. ${`${name} lives in Oslo. `.repeat(100)}`);
  const most = await mostInATurn(async (at) => {
    const { split } = String.prototype;
    // `split` is how a text is cut into sentences.
    const spy = vi.spyOn(String.prototype, 'split').mockImplementation(function (this: string, ...given: unknown[]) {
      const name = names.find((one) => this.startsWith(`${one} likes tea. `));
      if (name && this.length > 1_000) {
        at(name);
        read.push(name);
      }
      return Reflect.apply(split, this, given);
    });
    await consumers.processAll();
    spy.mockRestore();
  });
  expect(read.toSorted()).toEqual(names);
  expect(most).toBe(1);
});
