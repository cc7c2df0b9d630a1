import { expect, test } from 'vitest';
import type { GivenMemory } from '../../src/memory/prepare-memories.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { countStatements } from '../support/statements.ts';

const { db } = useDatabase();
const api = makeApi(db);
const { memories, lifecycle } = memoryServices(db);

const year = (n: number) => new Date(Date.UTC(n, 0));
const inBerlin = (from: number, to: number | null) => ({
  content: 'Ada lives in Berlin.',
  validFrom: year(from),
  validTo: to === null ? null : year(to),
});
const inVienna = { content: 'Ada lives in Vienna.', validFrom: year(2020), validTo: year(2022) };

async function setUp() {
  const home = await Household.create(db);
  const addAll = async (given: readonly GivenMemory[]) =>
    (await memories.addMany(home.viewer, home.collection.id, given, new Map())).map((added) =>
      'outcome' in added ? added.outcome : added.message,
    );
  const query =
    'query ($at: DateTime) { search(input: { query: "Where does Ada live?", asOf: $at }) { edges { node { content } } } }';
  const foundAt = async (at: Date | null) =>
    (await api.run(home.viewer, query, { at: at?.toISOString() ?? null })).search.edges.map(
      ({ node }: { node: { content: string } }) => node.content,
    );
  return { home, addAll, foundAt };
}

const told = [inBerlin(2018, 2020), inVienna, inBerlin(2022, null), inBerlin(2012, 2014)];

test.each<[string, readonly GivenMemory[][]]>([
  ['in one call', [told]],
  ['in one call, what holds first', [told.toReversed()]],
  ['one after the other', told.map((memory) => [memory])],
  ['the newest first', told.toReversed().map((memory) => [memory])],
])('a fact that became true again is found now, and as of each of its periods: %s', async (_, calls) => {
  const { home, addAll, foundAt } = await setUp();
  for (const call of calls) expect(await addAll(call)).toEqual(call.map(() => 'CREATED'));
  expect(await foundAt(null)).toEqual(['Ada lives in Berlin.']);
  expect(await foundAt(year(2013))).toEqual(['Ada lives in Berlin.']);
  expect(await foundAt(year(2015))).toEqual([]);
  expect(await foundAt(year(2019))).toEqual(['Ada lives in Berlin.']);
  expect(await foundAt(year(2021))).toEqual(['Ada lives in Vienna.']);
  expect(await foundAt(year(2023))).toEqual(['Ada lives in Berlin.']);
  const current = await db
    .selectFrom('memory')
    .select('id')
    .where('account_id', '=', home.viewer.accountId)
    .where('status', '=', 'CURRENT')
    .execute();
  expect(await home.count()).toBe(current.length);
});

test('repeating or overlapping an ended period is a duplicate', async () => {
  const { addAll } = await setUp();
  const former = inBerlin(2018, 2020);
  const outcomes = await addAll([former, former, inBerlin(2019, 2020), inBerlin(2022, null)]);
  expect(outcomes).toEqual(['CREATED', 'DUPLICATE', 'DUPLICATE', 'CREATED']);
  expect(await addAll([inBerlin(2023, 2024)])).toEqual(['DUPLICATE']);
});

test('a second period that is ongoing or in the future is a duplicate', async () => {
  const { addAll } = await setUp();
  const outcomes = await addAll([inBerlin(2990, 2991), inBerlin(2995, null), inBerlin(2020, null)]);
  expect(outcomes).toEqual(['CREATED', 'DUPLICATE', 'DUPLICATE']);
});

test('two hundred periods of one fact take no more statements than two', async () => {
  const { home, addAll } = await setUp();
  const days = Array.from({ length: 200 }, (_, n) => ({
    content: 'The shop is closed.',
    validFrom: new Date(Date.UTC(2020, 0, 2 * n)),
    validTo: new Date(Date.UTC(2020, 0, 2 * n + 1)),
  }));
  const statements = await countStatements(async () => {
    expect(new Set(await addAll(days))).toEqual(new Set(['CREATED']));
  });
  expect(await home.count()).toBe(1);
  const { addAll: addTwo } = await setUp();
  expect(statements).toHaveLength((await countStatements(() => addTwo(days.slice(0, 2)))).length);
});

test('an ended period does not block an equal replacement, and its history records the end', async () => {
  const { home } = await setUp();
  const ended = await home.add(inBerlin(2018, 2020));
  const vienna = await home.add({ ...inVienna, validTo: null });
  const given = { id: vienna.id, content: 'Ada lives in Berlin.', reason: 'She moved back' };
  expect(await lifecycle.supersede(home.viewer, given)).toMatchObject({ memory: { status: 'CURRENT' } });
  expect(await home.read(ended.id)).toMatchObject({ status: 'SUPERSEDED', supersededById: null });
  expect((await home.history(ended.id)).at(-1)).toMatchObject({ actor: 'lifecycle', changed: ['status'] });
});

test('a memory stored as a former period can be restored, but not beside an equal CURRENT one', async () => {
  const { home } = await setUp();
  const current = await home.add('Ada lives in Berlin.');
  const { id } = await home.add(inBerlin(2018, 2020));
  await expect(lifecycle.restore(home.viewer, { id })).rejects.toMatchObject({
    reason: 'STATE',
    current: { type: 'Memory', id: current.id },
  });
  await lifecycle.forget(home.viewer, { id });
  expect((await lifecycle.restore(home.viewer, { id })).memory.status).toBe('SUPERSEDED');
  await lifecycle.forget(home.viewer, { id: current.id });
  const { memory, withdrawn } = await lifecycle.restore(home.viewer, { id });
  expect(memory).toMatchObject({ status: 'CURRENT', validFrom: year(2018), validTo: year(2020) });
  expect(withdrawn).toBeNull();
  expect(await home.count()).toBe(1);
});
