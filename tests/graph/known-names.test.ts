import { expect, test } from 'vitest';
import { RulesExtractor } from '../../src/graph/extraction/rules-extractor.ts';
import { graphConsumer } from '../../src/graph/graph-consumer.ts';
import { typesOfNames } from '../../src/graph/known-name.store.ts';
import { useDatabase } from '../support/database.ts';
import { memoryServices, statisticsConsumer } from '../support/memories.ts';
import { runnerOf } from '../support/runner-of.ts';
import { makeViewer } from '../support/viewer.ts';

const { db } = useDatabase();
const { collections, memories } = memoryServices(db);
const consumers = [statisticsConsumer, graphConsumer(new RulesExtractor())];
const catchUp = () => runnerOf(db, ...consumers).processAll();

/** Adds messages in a language, each after the previous one was read. Returns the names found in each. */
async function namesOf(language: string, turns: readonly (readonly [speaker: string, content: string])[]) {
  const viewer = makeViewer();
  const collection = await collections.create(viewer, { name: 'Chat', settings: { language } });
  const names: string[][] = [];
  for (const [speaker, content] of turns) {
    const { memory } = await memories.add(viewer, collection.id, { speaker, content });
    await catchUp();
    const rows = await db
      .selectFrom('mention')
      .select('name')
      .where('account_id', '=', viewer.accountId)
      .where('memory_id', '=', memory.id)
      .orderBy('name')
      .execute();
    names.push(rows.map(({ name }) => name));
  }
  return names;
}

test('a name known from the collection is recognised at the start of a sentence', async () => {
  expect(
    await namesOf('es', [
      ['user', 'Nuria, como siempre, a las seis.'],
      ['user', 'Ayer vi a Nuria.'],
      ['user', 'Nuria, al fin, a las seis y media.'],
      ['user', 'Llamamos mañana.'],
    ]),
  ).toEqual([[], ['Nuria'], ['Nuria'], []]);
});

test('in English, too, a known name is recognised at the start of a sentence, but other words there are not', async () => {
  expect(
    await namesOf('en', [
      ['user', 'Rex needs his vaccination. Acme needs the invoice.'],
      ['user', 'I walked Rex. I work at Acme.'],
      ['user', 'Rex needs his vaccination. Acme needs the invoice. Dinner is late.'],
      ['Ngozi', 'Hello!'],
      ['user', 'Ngozi needs the invoice.'],
    ]),
  ).toEqual([[], ['Acme', 'Rex'], ['Acme', 'Rex'], [], ['Ngozi']]);
});

test('in English, what is known is recognised in lower case, too, as transcripts of speech are written', async () => {
  expect(
    await namesOf('en', [
      ['user', 'meera lives in walthamstow, helen says'],
      ['user', 'I met Meera in Walthamstow, where Grace works.'],
      ['Helen', 'um meera moved and grace found walthamstow nice'],
      ['user', 'helen said the party was uh moved to the pond'],
    ]),
  ).toEqual([[], ['Grace', 'Meera', 'Walthamstow'], ['Meera', 'Walthamstow'], ['Helen']]);
});

test('a known name is what most memories take it for', async () => {
  const viewer = makeViewer();
  const { id } = await collections.create(viewer, { name: 'Notes' });
  const tell = async (content: string) => {
    await memories.add(viewer, id, { content });
    await catchUp();
  };
  await tell('I work at Hollis.');
  await tell('My sister Hollis called.');
  await tell('Her aunt Hollis called, too.');
  expect(await typesOfNames(db, { accountId: viewer.accountId, collectionId: id }, ['hollis'])).toEqual(
    new Map([['hollis', 'PERSON']]),
  );
});

test('the name of a speaker is recognised in all messages of the collection, in any script', async () => {
  expect(
    await namesOf('zh', [
      ['王伟', '你好'],
      ['李娜', '昨天王伟告诉我他要搬家'],
      ['小明', '今天天气很好'],
    ]),
  ).toEqual([[], ['王伟'], []]);
  expect(
    await namesOf('pl', [
      ['Agnieszka Nowak', 'Cześć!'],
      ['user', 'Agnieszka pracuje, User też. Mieszkamy daleko.'],
    ]),
  ).toEqual([[], ['Agnieszka']]);
});

test('names in Chinese and Japanese are found by rules, and recognised from then on where nothing shows them', async () => {
  expect(
    await namesOf('zh', [
      ['user', '朵朵发烧了。'],
      ['user', '我女儿叫朵朵，她的老师是王老师。'],
      ['user', '朵朵发烧了，王老师和王明来看她。'],
    ]),
  ).toEqual([[], ['朵朵', '王老师'], ['朵朵', '王明', '王老师']]);
  expect(
    await namesOf('ja', [
      ['user', 'おもちを洗った。'],
      ['user', 'うちの猫のおもちが逃げた。'],
      ['user', '昨日おもちを洗って、おもちゃを買った。'],
    ]),
  ).toEqual([[], ['おもち'], ['おもち']]);
});

test('names of another account are not recognised', async () => {
  await namesOf('es', [['user', 'Ayer vi a Nuria.']]);
  expect(await namesOf('es', [['user', 'Nuria, como siempre, a las seis.']])).toEqual([[]]);
});
