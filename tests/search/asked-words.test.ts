import { expect, test } from 'vitest';
import { reachOf } from '../../src/collection/reach.ts';
import { rankedQuestion, readAskedScopes } from '../../src/search/asked-scope.store.ts';
import type { SearchMode } from '../../src/search/search.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';

const { db } = useDatabase();

/** The stems that a question is read as, and those of them that are its own. */
async function wordsOf(query: string, mode: SearchMode) {
  const home = await Household.create(db);
  const reach = reachOf(home.viewer);
  const request = { query, mode, collectionIds: null, filter: {}, asOf: new Date('2026-03-04T12:00:00Z') };
  const [scope] = await readAskedScopes(db, [{ reach, request }]);
  if (!scope) throw new Error('No scope was read');
  const read = scope.readings.flat();
  const parts = { pieces: new Uint16Array(), readable: 1, stems: [], vector: null, model: 'any' };
  const { own } = rankedQuestion({ ...request, ...parts, reach, scope }, (stem) => read.indexOf(stem));
  return { read, own: own.map((place) => read[place]) };
}

test('of a question its own words and dates are told from what is looked for besides', async () => {
  const { read, own } = await wordsOf('Which label preview did my mother mention yesterday?', 'HYBRID');
  expect(read).toEqual(expect.arrayContaining(['labelpreview', 'mum', 'mom']));
  expect(own).toEqual(['label', 'preview', 'mother', 'mention', 'yesterday', '3', 'march', '2026']);
});

test('a search by words alone looks for no other relatives, and one by meaning for no words', async () => {
  expect((await wordsOf('my mother', 'LEXICAL')).read).toEqual(['mother']);
  expect((await wordsOf('the label preview of my mother', 'SEMANTIC')).read).toEqual([]);
});
