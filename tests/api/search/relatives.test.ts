import { expect, test } from 'vitest';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { remember } from '../../support/mutate.ts';

const { db } = useDatabase();
const api = makeApi(db);

const searchFor = `query ($input: SearchInput!) {
  search(input: $input) { correctedQuery edges { node { content } explain { name } } }
}`;

const hits = (edges: readonly { node: { content: string }; explain: readonly { name: string }[] }[]) =>
  edges.map(({ node, explain }) => [node.content, explain.some(({ name }) => name === 'l')]);

test('a question for a relative also looks for other words for her, unless it is for words alone', async () => {
  const told = "Priyanka teaches maths, my brother's wife is good with numbers";
  const { viewer } = await remember(api, [told, 'The ferry was late']);
  const search = async (mode: string) =>
    (await api.run(viewer, searchFor, { input: { query: "Who is Dario's sister-in-law?", mode } })).search;
  const hybrid = await search('HYBRID');
  expect(hits(hybrid.edges)[0]).toEqual([told, true]);
  expect(hybrid.correctedQuery).toBeNull();
  expect((await search('LEXICAL')).edges).toEqual([]);
});
