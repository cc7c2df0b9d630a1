import { expect, test } from 'vitest';
import { decodeNodeId } from '../../../src/graphql/node-id.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { statisticsConsumer } from '../../support/memories.ts';
import { mutate, remember as rememberBy } from '../../support/mutate.ts';
import { runnerOf } from '../../support/runner-of.ts';
import { countStatements } from '../../support/statements.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();
const api = makeApi(db);
const consumers = runnerOf(db, statisticsConsumer);

const household = [
  'Melanie painted the kohlrabi for the poetry evening',
  'The wisteria grows along the fence',
  'Our dentist moved to another street',
  'Carla keeps the recovery sheet of the password manager in the safe',
];

type Viewer = ReturnType<typeof makeViewer>;

async function remember(memories: readonly string[], settings: object = {}, viewer = makeViewer()) {
  const made = await rememberBy(api, memories, viewer, { settings });
  await consumers.processAll();
  return made;
}

const searchFor = `query ($input: SearchInput!) {
  search(input: $input) { correctedQuery edges { node { content } } }
}`;

async function search(viewer: Viewer, query: string, input: object = { mode: 'LEXICAL' }) {
  const { search: found } = await api.run(viewer, searchFor, { input: { query, ...input } });
  const [first = null] = found.edges.map(({ node }: { node: { content: string } }) => node.content);
  return { meant: found.correctedQuery, first };
}

test.each([
  ['Who is Mealnie?', 'Who is Melanie?', household[0]],
  ['what did we do with the kolrabi', 'what did we do with the kohlrabi', household[0]],
  ['wister', 'wisteria', household[1]],
  ['what is with the dentits', 'what is with the dentist', household[2]],
  ['where is the recoverysheet', 'where is the recovery sheet', household[3]],
])('"%s" is searched as "%s"', async (query, meant, first) => {
  const { viewer } = await remember(household);
  expect(await search(viewer, query)).toEqual({ meant, first });
  // By meaning, too.
  expect(await search(viewer, query, { mode: 'SEMANTIC' })).toEqual({ meant, first });
  expect(await search(viewer, query, {})).toEqual({ meant, first });
});

test.each([
  ['who is with siem', 'who is with siemens', 'Ada works at Siemens now'],
  ['chemi', 'chemistry', 'Ada studies chemistry'],
  ['peanu', 'peanuts', 'Ada is allergic to peanuts'],
])('an unfinished "%s" is completed to a word as memories write it', async (query, meant, first) => {
  const { viewer } = await remember([
    'Ada lives in Vienna',
    'Ada works at Siemens now',
    'Ada studies chemistry',
    'Ada is allergic to peanuts',
  ]);
  expect(await search(viewer, query, {})).toEqual({ meant, first });
});

test('an unfinished word is completed as most memories write it, and by names of speakers', async () => {
  const { viewer, id } = await remember(['The snorkelling was fun', 'We went snorkelling', 'No snorkels there']);
  await mutate(api, viewer, 'addMemory', { collectionId: id, memory: { content: 'It rains', speaker: 'Okonkwo' } });
  await consumers.processAll();
  expect((await search(viewer, 'snork')).meant).toBe('snorkelling');
  expect(await search(viewer, 'okonk')).toEqual({ meant: 'okonkwo', first: 'It rains' });
});

test('a query whose words are known is searched as it stands', async () => {
  const { viewer } = await remember(household);
  expect(await search(viewer, 'Who is Melanie?')).toEqual({ meant: null, first: household[0] });
});

test.each([
  'Where is my way of commuting?',
  'Who was nagging about it?',
  'Reorder what we had',
  'Who can be our sitter?',
  // Its parts stand apart.
  'Where is the passwordsheet?',
])('a right word that no memory has is left, even if it is near one: "%s"', async (query) => {
  const { viewer } = await remember([...household, 'The computing club is bagging the recorder of my sister']);
  expect((await search(viewer, query)).meant).toBeNull();
});

test('a rare word that memories have costs no statement', async () => {
  const { viewer } = await remember(household);
  const found = 'query ($input: SearchInput!) { search(input: $input) { edges { node { content } } } }';
  const statementsOf = (query: string) => countStatements(() => api.run(viewer, found, { input: { query } }));
  // The first search reads the statistics.
  await statementsOf('Where is the street?');
  const usual = await statementsOf('Where is the fence?');
  expect(await statementsOf('Where is the kohlrabi?')).toHaveLength(usual.length);
  expect((await statementsOf('Where is the kolrabi?')).length).toBeGreaterThan(usual.length);
});

test('a word that a memory has is never corrected, even before it is counted', async () => {
  const { viewer, id } = await remember(household);
  const content = 'Mealnie is the name of the new boat';
  await mutate(api, viewer, 'addMemory', { collectionId: id, memory: { content } });
  expect(await search(viewer, 'Who is Mealnie?')).toEqual({ meant: null, first: content });
});

test.each([
  ['where is postgres', 'The poster hangs in the hall'],
  ['where is redis', 'Nothing happened in the hall'],
  ['where are the caches', 'We watch what they catch'],
  ['where is the Canin food', 'Bread is in the can'],
  ['how does useEffect work', 'I use the effect of sunlight'],
])('"%s" is meant as it stands beside "%s"', async (query, memory) => {
  const { viewer } = await remember([memory]);
  expect((await search(viewer, query)).meant).toBeNull();
});

test('a word that only a replaced or forgotten memory has is corrected, unless those are asked for', async () => {
  const { viewer, ids } = await remember(['Mealnie has a boat', 'The kholrabi grows', ...household]);
  await mutate(api, viewer, 'supersedeMemory', { id: ids[0], content: 'She has a boat', reason: 'misspelt' });
  await mutate(api, viewer, 'forgetMemory', { id: ids[1] });
  await consumers.processAll();
  expect((await search(viewer, 'Who is Mealnie?')).meant).toBe('Who is Melanie?');
  expect((await search(viewer, 'where is the kholrabi?')).meant).toBe('where is the kohlrabi?');
  const former = { mode: 'LEXICAL', filter: { statuses: ['FORGOTTEN'] } };
  expect(await search(viewer, 'where is the kholrabi?', former)).toEqual({ meant: null, first: 'The kholrabi grows' });
});

test('a name in a memory that is forgotten corrects and completes nothing, even before it is uncounted', async () => {
  const { viewer, ids } = await remember(['Zbigniew has the key']);
  expect((await search(viewer, 'where is zbignew?')).meant).toBe('where is zbigniew?');
  expect((await search(viewer, 'where is zbign')).meant).toBe('where is zbigniew');
  await mutate(api, viewer, 'forgetMemory', { id: ids[0] });
  expect((await search(viewer, 'where is zbignew?')).meant).toBeNull();
  expect((await search(viewer, 'where is zbign')).meant).toBeNull();
});

test('words of collections out of reach correct nothing', async () => {
  const { viewer } = await remember(household);
  const other = await remember(['The garden is green']);
  expect((await search(other.viewer, 'Who is Mealnie?')).meant).toBeNull();
  const garden = await remember(['The garden is green'], {}, viewer);
  const inGarden = { mode: 'LEXICAL', collectionIds: [garden.id] };
  expect(await search(viewer, 'Who is Mealnie?', inGarden)).toEqual({ meant: null, first: null });
  const limited = { ...viewer, collectionIds: new Set([decodeNodeId('Collection', garden.id) ?? '']) };
  expect((await search(limited, 'Who is Mealnie?')).meant).toBeNull();
});

test('other languages are searched as they stand: in their collections, and in English ones', async () => {
  const german = await remember(['Die Kinder kommen morgen'], { language: 'de' });
  expect((await search(german.viewer, 'Kommen die Kindre')).meant).toBeNull();
  const english = await remember(['Die Kinder kommen morgen']);
  expect((await search(english.viewer, 'Wann kommen denn die Kindre nach Hause')).meant).toBeNull();
});

test('a word is corrected by what is left after a purge', async () => {
  const { viewer, ids } = await remember(household);
  expect((await search(viewer, 'Who is Mealnie?')).meant).toBe('Who is Melanie?');
  await mutate(api, viewer, 'forgetMemory', { id: ids[0], purge: true });
  expect(await search(viewer, 'Who is Mealnie?')).toEqual({ meant: null, first: null });
});
