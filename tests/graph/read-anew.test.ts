import { pino } from 'pino';
import { expect, inject, test } from 'vitest';
import { collectionsToRead, readCollectionAnew } from '../../src/app/read-graph-anew.ts';
import type { Extractor } from '../../src/graph/extraction/extraction.ts';
import { RulesExtractor } from '../../src/graph/extraction/rules-extractor.ts';
import { graphConsumer } from '../../src/graph/graph-consumer.ts';
import { ConsumerRunner } from '../../src/platform/events/consumer-runner.ts';
import { useDatabase } from '../support/database.ts';
import { copiedCounts, graphCounts, openTestMirror, testNeo4j } from '../support/graph-mirror.ts';
import { Household, memoryServices } from '../support/memories.ts';

const { db } = useDatabase();
const { collections, lifecycle } = memoryServices(db);
const rules = new RulesExtractor();

const catchUp = (extractor: Extractor = rules) =>
  new ConsumerRunner({
    requests: db,
    background: db,
    consumers: [graphConsumer(extractor)],
    log: pino({ level: 'silent' }),
  }).processAll();

/** An extractor that finds one name in each text. */
const finding = (name: string): Extractor => ({
  extract: async (texts) =>
    texts.map(() => ({ entities: [{ name, normal: name.toLowerCase(), type: 'PERSON' }], relations: [] })),
});

const readAnew = async ({ viewer }: Household, extractor: Extractor) => {
  let read = 0;
  for (const stream of await collectionsToRead(db, viewer.accountId)) {
    read += await readCollectionAnew(db, stream, { extractor });
  }
  return read;
};

const namesOf = async ({ viewer }: Household) => {
  const rows = await db
    .selectFrom('mention')
    .select('name')
    .where('account_id', '=', viewer.accountId)
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name);
};

const inGerman = ({ viewer, collection }: Household) =>
  collections.update(viewer, { id: collection.id, settings: { language: 'de' } });

test('long texts are read few at once, new ones and those of a collection that is read again', async () => {
  const home = await Household.create(db);
  for (let number = 0; number < 5; number += 1) await home.add(`${number} ${'books '.repeat(1_500)}`);
  const short = await home.add('Julia has 5 books.');
  await lifecycle.forget(home.viewer, { id: short.id });
  const [atOnce, read]: [number[], string[]] = [[], []];
  const watched: Extractor = {
    extract: async (texts) => {
      atOnce.push(texts.length);
      read.push(...texts.map(({ content }) => content.slice(0, 1)));
      return await finding('Anna').extract(texts);
    },
  };
  await catchUp(watched);
  expect(atOnce).toEqual([2, 2, 1]);
  await inGerman(home);
  await catchUp(watched);
  expect(atOnce).toEqual([2, 2, 1, 2, 2, 1]);
  expect(read.join('')).toBe('0123401234');
  expect(await namesOf(home)).toEqual(Array.from({ length: 5 }, () => 'Anna'));
});

test('what is purged or forgotten while some texts are read is not given to the extractor afterwards', async () => {
  const home = await Household.create(db);
  const added: string[] = [];
  for (let number = 0; number < 5; number += 1) added.push((await home.add(`Julia has ${number} books.`)).id);
  const given: string[][] = [];
  const slow: Extractor = {
    mostAtOnce: 2,
    extract: async (texts) => {
      given.push(texts.map(({ content }) => content.replace(/\D+/gu, '')));
      if (given.length === 1) {
        await lifecycle.forget(home.viewer, { id: added[3] ?? '', purge: true });
        await lifecycle.forget(home.viewer, { id: added[4] ?? '' });
      }
      return await finding('Julia').extract(texts);
    },
  };
  await catchUp(slow);
  expect(given.slice(0, 2)).toEqual([['0', '1'], ['2']]);
  expect(given.slice(2).flat().join('')).not.toMatch(/[34]/u);
  expect(await namesOf(home)).toEqual(['Julia', 'Julia', 'Julia']);
});

test('re-extraction covers all CURRENT memories and publishes one event', async () => {
  const home = await Household.create(db);
  for (let number = 0; number < 45; number += 1) await home.add(`Julia has ${number} books.`);
  const { id } = await home.add('Tom has none.');
  await lifecycle.forget(home.viewer, { id });
  await catchUp();
  const before = (await home.events()).length;
  expect(await readAnew(home, finding('Anna'))).toBe(45);
  expect(await namesOf(home)).toEqual(Array.from({ length: 45 }, () => 'Anna'));
  expect((await home.events()).slice(before)).toMatchObject([{ type: 'CollectionChanged', changed: ['graph'] }]);
});

test('a model that is down removes nothing', async () => {
  const home = await Household.create(db);
  await home.add('Julia works at Siemens.');
  await catchUp();
  const before = await namesOf(home);
  await expect(readAnew(home, { ...finding('Anna'), isAway: true })).rejects.toThrow('run it again');
  await inGerman(home);
  await catchUp({ ...finding('Anna'), isAway: true });
  expect(await namesOf(home)).toEqual(before);
  await catchUp(finding('Anna'));
  expect(await namesOf(home)).toEqual(['Anna']);
});

test.skipIf(inject('engine') === 'embedded')('a memory locked by another transaction is waited for', async () => {
  const home = await Household.create(db);
  await home.add('Julia works at Siemens.');
  await catchUp();
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
  const { extract } = finding('Anna');
  let reads = 0;
  const asking: Extractor = {
    extract: async (texts) => {
      if (reads++ > 0) isAsked();
      return await extract(texts);
    },
  };
  const reading = await db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('memory')
      .set({ status: 'CURRENT' })
      .where('account_id', '=', home.viewer.accountId)
      .execute();
    const read = readAnew(home, asking);
    // A second call means that it found the memory locked by another transaction once.
    await asked;
    return { read };
  });
  expect(await reading.read).toBe(1);
  expect(await namesOf(home)).toEqual(['Anna']);
});

test('changing the language re-extracts the collection, changing another setting does not', async () => {
  const home = await Household.create(db);
  for (let number = 0; number < 30; number += 1)
    await home.add(`Der Hund schläft ${number} Stunden. Frau Öztürk auch.`);
  await catchUp();
  expect(await namesOf(home)).toContain('Der Hund');
  await collections.update(home.viewer, { id: home.collection.id, settings: { retentionDays: 1_000, language: 'en' } });
  await catchUp(finding('Anna'));
  expect(await namesOf(home)).not.toContain('Anna');
  await inGerman(home);
  await home.add('Gestern kam Lena.');
  await catchUp();
  expect(new Set(await namesOf(home))).toEqual(new Set(['Frau Öztürk', 'Lena']));
});

test('a process that dies during a re-extraction leaves the rest to the next', async () => {
  const home = await Household.create(db);
  for (let number = 0; number < 50; number += 1) await home.add(`Julia has ${number} books.`);
  await catchUp();
  await inGerman(home);
  let texts = 0;
  const dying: Extractor = {
    extract: async (given) => {
      texts += given.length;
      if (texts > 20) throw new Error('killed');
      return await finding('Anna').extract(given);
    },
  };
  await catchUp(dying);
  expect(new Set(await namesOf(home))).toEqual(new Set(['Anna', 'Julia']));
  await catchUp(finding('Anna'));
  expect(await namesOf(home)).toEqual(Array.from({ length: 50 }, () => 'Anna'));
});

test.skipIf(!testNeo4j || inject('engine') === 'embedded')(
  'a copy in Neo4j follows re-extraction and language changes',
  async () => {
    if (!testNeo4j) return;
    const home = await Household.create(db);
    const account = home.viewer.accountId;
    const prefix = `read ${account}:`;
    await using mirror = await openTestMirror(db, { ...testNeo4j, prefix });
    const isAlike = async () =>
      expect(await copiedCounts(mirror, prefix + account)).toEqual(await graphCounts(db, account));
    await home.add('Julia works at Siemens in Munich.');
    await catchUp();
    await mirror.runner.processAll();
    await readAnew(home, finding('Anna'));
    await catchUp();
    await mirror.runner.processAll();
    await isAlike();
    await inGerman(home);
    await catchUp();
    await mirror.runner.processAll();
    await isAlike();
    expect(await namesOf(home)).not.toContain('Anna');
  },
);
