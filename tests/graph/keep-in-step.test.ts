import { expect, test } from 'vitest';
import { RulesExtractor } from '../../src/graph/extraction/rules-extractor.ts';
import { graphConsumer } from '../../src/graph/graph-consumer.ts';
import { useDatabase } from '../support/database.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { runnerOf } from '../support/runner-of.ts';
import { countStatements } from '../support/statements.ts';
import { tablesThatHold } from '../support/traces.ts';

const { db, pool } = useDatabase();
const { lifecycle, memories } = memoryServices(db);
const runner = () => runnerOf(db, graphConsumer(new RulesExtractor()));
const catchUp = () => runner().processAll();

const mentionsOf = async ({ viewer }: Household) =>
  (
    await db
      .selectFrom('mention')
      .select(['name', 'type', 'entity_id', 'memory_id'])
      .where('account_id', '=', viewer.accountId)
      .orderBy('name')
      .execute()
  ).map(({ name, type, entity_id: id, memory_id: memoryId }) => ({ name, type, id, memoryId }));

const relationsOf = async ({ viewer }: Household) =>
  db
    .selectFrom('relation')
    .select(['id', 'type', 'weight', 'memory_id'])
    .where('account_id', '=', viewer.accountId)
    .execute();

const namesOf = async (home: Household) => (await mentionsOf(home)).map(({ name }) => name);

test('a memory adds its entities and relations, and shares them with memories that say the same', async () => {
  const home = await Household.create(db);
  await home.add({ content: 'My sister Julia works at Siemens.', speaker: 'Anna' });
  await home.add({ content: 'Julia works at Siemens, in Munich!', speaker: 'Anna' });
  await catchUp();
  const found = await mentionsOf(home);
  expect(found.map(({ name, type }) => `${type} ${name}`)).toEqual([
    'PERSON Anna',
    'PERSON Julia',
    'PERSON Julia',
    'PLACE Munich',
    'ORGANISATION Siemens',
    'ORGANISATION Siemens',
  ]);
  expect(new Set(found.map(({ id }) => id)).size).toBe(4);
  const works = (await relationsOf(home)).filter(({ type }) => type === 'work at');
  expect(works).toHaveLength(2);
  expect(new Set(works.map(({ id }) => id)).size).toBe(1);
});

test.each([
  ['one by one', true],
  ['at once', false],
])('a name of unknown type does not make a company and a person one, if they are read %s', async (_, isRead) => {
  const company = 'They work at Apple.';
  const [unknown, person] = ['I like Apple.', 'My daughter Apple is five.'];
  for (const said of [
    [company, unknown, person],
    [unknown, company, person],
    [unknown, person, company],
  ]) {
    const home = await Household.create(db);
    for (const content of said) {
      await home.add(content);
      if (isRead) await catchUp();
    }
    await catchUp();
    const found = await mentionsOf(home);
    const idOf = (wanted: string) => found.find(({ type }) => type === wanted)?.id;
    expect(found.map(({ type }) => type).sort()).toEqual(['ORGANISATION', 'PERSON', 'THING']);
    expect(idOf('PERSON')).not.toBe(idOf('ORGANISATION'));
    expect([idOf('PERSON'), idOf('ORGANISATION')]).toContain(idOf('THING'));
  }
});

test('follows a memory through its life cycle, and leaves nothing of a purged one', async () => {
  const home = await Household.create(db);
  const { viewer } = home;
  const { id } = await home.add('I know that Xqjulia works at Xqsiemens in Munich.');
  await catchUp();
  const before = await namesOf(home);
  expect(before).toEqual(['Munich', 'Xqjulia', 'Xqsiemens']);
  await lifecycle.forget(viewer, { id });
  await catchUp();
  expect(await namesOf(home)).toEqual([]);
  await lifecycle.restore(viewer, { id });
  await catchUp();
  expect(await namesOf(home)).toEqual(before);
  const { memory } = await lifecycle.supersede(viewer, {
    id,
    content: 'She works at Bosch in Stuttgart.',
    reason: 'new',
  });
  await catchUp();
  expect(await namesOf(home)).toEqual(['Bosch', 'Stuttgart']);
  await lifecycle.restore(viewer, { id });
  await catchUp();
  expect(await namesOf(home)).toEqual(before);
  await lifecycle.forget(viewer, { id, purge: true });
  await lifecycle.forget(viewer, { id: memory.id, purge: true });
  expect([await namesOf(home), await relationsOf(home)]).toEqual([[], []]);
  expect(await tablesThatHold(pool, 'qjulia', 'qsiemens')).toEqual([]);
});

test('the spelling of a name is deleted with the only memory that used it', async () => {
  const home = await Household.create(db);
  const { id } = await home.add('I met Olivia Kowalsky in Bergen.');
  await home.add('Olivia Kowalski came for dinner, Olivia Kowalski stayed.');
  await catchUp();
  const found = await mentionsOf(home);
  const both = found.filter(({ name }) => name.startsWith('Olivia'));
  expect(new Set(both.map((mention) => mention.id)).size).toBe(1);
  await lifecycle.forget(home.viewer, { id, purge: true });
  expect(await namesOf(home)).toEqual(['Olivia Kowalski']);
});

test('changes made during extraction are neither lost nor kept too long', async () => {
  const home = await Household.create(db);
  const added = await Promise.all(Array.from({ length: 30 }, (_, n) => home.add(`Maria met Tom ${n} times in Oslo.`)));
  const [forgotten, purged, replaced] = added;
  await Promise.all([
    catchUp(),
    catchUp(),
    lifecycle.forget(home.viewer, { id: forgotten?.id ?? '' }),
    lifecycle.forget(home.viewer, { id: purged?.id ?? '', purge: true }),
    lifecycle.supersede(home.viewer, { id: replaced?.id ?? '', content: 'Maria never met Tom.', reason: 'wrong' }),
  ]);
  await catchUp();
  const found = await mentionsOf(home);
  const memoryIds = new Set(found.map(({ memoryId }) => memoryId));
  expect(memoryIds.size).toBe(28);
  expect(found.filter(({ name }) => name === 'Maria')).toHaveLength(28);
  expect(found.filter(({ name }) => name === 'Oslo')).toHaveLength(27);
  expect(new Set(found.filter(({ name }) => name === 'Oslo').map(({ id }) => id)).size).toBe(1);
});

test('names that contain SQL and Cypher are plain names', async () => {
  const home = await Household.create(db);
  const names = [
    "Robert'); DROP TABLE mention;--",
    'Anna`}) DETACH DELETE n //',
    'Eve {account: "x"}',
    '$1 Bobby $account',
  ];
  await memories.addMany(
    home.viewer,
    home.collection.id,
    names.map((name) => ({ content: `I met ${name} in Oslo.`, speaker: name })),
    new Map(),
  );
  await catchUp();
  expect((await namesOf(home)).filter((name) => name === 'Oslo')).toHaveLength(4);
});

test('a memory with 2,000 names stores a bounded number of mentions', async () => {
  const home = await Household.create(db);
  const letters = (n: number) =>
    String.fromCharCode(97 + (n % 26), 97 + (Math.floor(n / 26) % 26), 97 + Math.floor(n / 676));
  const content = Array.from({ length: 2_000 }, (_, n) => `Q${letters(n)}v Smith`)
    .join(', ')
    .slice(0, 32_000);
  await home.add(content);
  await catchUp();
  expect((await mentionsOf(home)).length).toBeLessThanOrEqual(200);
  expect((await mentionsOf(home)).length).toBeGreaterThan(100);
});

test('memories are held only after their names were looked up: writers wait for them', async () => {
  const home = await Household.create(db);
  await home.add('My sister Julia works at Siemens.');
  const statements = await countStatements(catchUp);
  const placeOf = (text: string) => statements.findIndex((statement) => statement.includes(text));
  expect(placeOf('similarity(')).toBeGreaterThan(-1);
  expect(placeOf('for share skip locked')).toBeGreaterThan(placeOf('similarity('));
});
