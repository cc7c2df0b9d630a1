import { expect, test } from 'vitest';
import { reachOf } from '../../src/collection/reach.ts';
import type { GivenMemory } from '../../src/memory/prepare-memories.ts';
import { readAskedScopes } from '../../src/search/asked-scope.store.ts';
import type { SearchMode } from '../../src/search/search.ts';
import { useDatabase } from '../support/database.ts';
import { Household, memoryServices, statisticsConsumer } from '../support/memories.ts';
import { runnerOf } from '../support/runner-of.ts';

const { db } = useDatabase();
const consumers = runnerOf(db, statisticsConsumer);

/** The stems that are looked for. */
async function wordsOf(query: string, mode: SearchMode, language = 'en'): Promise<readonly string[]> {
  const home = await Household.create(db);
  await memoryServices(db).collections.update(home.viewer, { id: home.collection.id, settings: { language } });
  const request = { query, mode, collectionIds: null, asOf: null };
  const [scope] = await readAskedScopes(db, [{ reach: reachOf(home.viewer), request }]);
  return scope?.readings.flat() ?? [];
}

test('a search by words and meaning also looks for other words for a relative, one by words alone does not', async () => {
  expect(await wordsOf('my mother', 'HYBRID')).toEqual(['mother', 'mum', 'mom']);
  expect(await wordsOf('my mother', 'LEXICAL')).toEqual(['mother']);
});

test('a German or French question is looked for without the words that only ask, but not by words alone', async () => {
  const asked = 'Weißt du noch, wann das Rad kam?';
  expect(await wordsOf(asked, 'HYBRID', 'de')).toEqual(['rad', 'kam']);
  expect(await wordsOf(asked, 'LEXICAL', 'de')).toEqual(expect.arrayContaining(['weisst', 'wann', 'noch4']));
  expect(await wordsOf(asked, 'HYBRID', 'nl')).toEqual(expect.arrayContaining(['wann']));
  expect(await wordsOf('Où est-ce que le vélo est ?', 'HYBRID', 'fr')).toEqual(['vélo', '4vel4', 'velo4']);
});

test('an English question is looked for without what is to be done with it, but not by words alone', async () => {
  const asked = 'In what order did I mention the mills?';
  expect(await wordsOf(asked, 'HYBRID')).toEqual(['mill']);
  expect(await wordsOf(asked, 'LEXICAL')).toEqual(expect.arrayContaining(['order', 'mention', 'mill']));
});

test('a search by meaning looks for no words', async () => {
  expect(await wordsOf('the label preview of my mother', 'SEMANTIC')).toEqual([]);
});

/** What the question names that a collection of these memories, and of another account's, has in common. */
async function subjectsOf(query: string, memories: readonly GivenMemory[], mode: SearchMode = 'HYBRID') {
  const [home, stranger] = [await Household.create(db), await Household.create(db)];
  for (const memory of memories) await home.add(memory);
  for (let n = 0; n < 12; n += 1) await stranger.add(`A garden of ${n} roses`);
  await consumers.processAll();
  const request = { query, mode, collectionIds: null, asOf: null };
  const [scope] = await readAskedScopes(db, [{ reach: reachOf(home.viewer), request }]);
  return scope?.subjects;
}

const facts = (count: number, text: string) => Array.from({ length: count }, (_, n) => ({ content: `${text} ${n}` }));
const question = 'What does the user grow in the garden?';

test('what many memories name is a common subject, in any form of the word, unless the search has no meaning', async () => {
  const memories = [...facts(10, "User's plant"), ...facts(20, 'Likes tea')];
  expect(await subjectsOf(question, memories)).toEqual(['user']);
  expect(await subjectsOf(question, memories, 'SEMANTIC')).toEqual(['user']);
  expect(await subjectsOf(question, memories, 'LEXICAL')).toEqual([]);
  expect(await subjectsOf('What do users grow?', memories)).toEqual([]);
});

test('what few memories name, or few of many, is no common subject', async () => {
  expect(await subjectsOf(question, facts(9, 'User has plant'))).toEqual([]);
  expect(await subjectsOf(question, [...facts(10, 'User has plant'), ...facts(71, 'Likes tea')])).toEqual([]);
  expect(await subjectsOf(question, [])).toEqual([]);
});

test('but for "the user", a common subject is what half of the memories name', async () => {
  const asked = 'What does the client owe the landlord?';
  expect(await subjectsOf(asked, [...facts(10, 'The client sells'), ...facts(10, 'Has debts')])).toEqual(['client']);
  expect(await subjectsOf(asked, [...facts(10, 'The client sells'), ...facts(11, 'Has debts')])).toEqual([]);
});

test('a speaker is no common subject', async () => {
  const said = facts(12, 'I grow plant').map((one) => ({ ...one, speaker: 'The User' }));
  expect(await subjectsOf(question, said)).toEqual([]);
});
