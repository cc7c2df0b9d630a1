import { expect, test } from 'vitest';
import { reachOf } from '../../src/collection/reach.ts';
import { readAskedScopes } from '../../src/search/asked-scope.store.ts';
import type { SearchMode } from '../../src/search/search.ts';
import { useDatabase } from '../support/database.ts';
import { Household } from '../support/memories.ts';

const { db } = useDatabase();

/** The stems that are looked for. */
async function wordsOf(query: string, mode: SearchMode): Promise<readonly string[]> {
  const home = await Household.create(db);
  const request = { query, mode, collectionIds: null, asOf: null };
  const [scope] = await readAskedScopes(db, [{ reach: reachOf(home.viewer), request }]);
  return scope?.readings.flat() ?? [];
}

test('a search by words and meaning also looks for other words for a relative, one by words alone does not', async () => {
  expect(await wordsOf('my mother', 'HYBRID')).toEqual(['mother', 'mum', 'mom']);
  expect(await wordsOf('my mother', 'LEXICAL')).toEqual(['mother']);
});

test('a search by meaning looks for no words', async () => {
  expect(await wordsOf('the label preview of my mother', 'SEMANTIC')).toEqual([]);
});
