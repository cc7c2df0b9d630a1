import { expect, test } from 'vitest';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { remember } from '../../support/mutate.ts';

const { db } = useDatabase();
const api = makeApi(db);

const searchFor = `query ($input: SearchInput!) {
  search(input: $input) { correctedQuery edges { score node { content } } }
}`;

const asked = "what's the coach called";
const said = `Hey, um, ${asked}`;

test.each(['HYBRID', 'LEXICAL', 'SEMANTIC'])(
  'what is only said before a question finds nothing of its own: %s',
  async (mode) => {
    const { viewer } = await remember(api, [
      "Hey, um, the boiler's making that noise",
      "Danny's coach is called Fergus",
    ]);
    const search = async (query: string) => (await api.run(viewer, searchFor, { input: { query, mode } })).search;
    expect(await search(said)).toEqual(await search(asked));
    // What was written stands: nothing of it is misspelt.
    expect(await search(said)).toMatchObject({ correctedQuery: null });
  },
);

test('"u" is "you", and no rare word that another memory has', async () => {
  const { viewer } = await remember(api, ['do u think a ring of size 11 is ok', 'measure her pressure twice a day']);
  const search = async (query: string) => (await api.run(viewer, searchFor, { input: { query } })).search;
  const asked = 'what did u say about measuring';
  expect(await search(asked)).toEqual(await search(asked.replace(' u ', ' you ')));
});

test('a query that is no question is searched as it stands', async () => {
  const { viewer } = await remember(api, ['Hey Jude is the song for the wedding']);
  const { search } = await api.run(viewer, searchFor, { input: { query: 'Hey', mode: 'LEXICAL' } });
  expect(search.edges).toHaveLength(1);
});
