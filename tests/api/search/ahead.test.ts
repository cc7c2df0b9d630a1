import { expect, test } from 'vitest';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { remember } from '../../support/mutate.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db } = useDatabase();
const api = makeApi(db);

const searchFor = 'query ($input: SearchInput!) { search(input: $input) { edges { node { content } } } }';

test('a question for what lies ahead finds what announces it, the other memories behind', async () => {
  const memories = [
    ['2026-11-02', 'The eye clinic fixed my operation for January 14'],
    ['2026-11-10', 'Candle stall at the fair on December 5'],
    ['2026-10-01', 'The dentist is on October 12'],
    ['2026-11-11', 'My plans come to nothing, as ever'],
    ['2026-11-12', 'Bees do not plan'],
  ] as const;
  const viewer = makeViewer();
  const given = memories.map(([day, content]) => ({ content, validFrom: `${day}T12:00:00Z` }));
  await remember(api, given, viewer, {});
  const asked = { query: 'Any plans coming up for me?', mode: 'HYBRID', asOf: '2026-11-27T12:00:00Z' };
  const found = async (input: Record<string, unknown>) => {
    const { search } = await api.run(viewer, searchFor, { input });
    return search.edges.map(({ node }: { node: { content: string } }) => node.content);
  };
  const [operation, stall, ...others] = memories.map(([, content]) => content);
  const hits = await found(asked);
  expect(new Set(hits.slice(0, 2))).toEqual(new Set([operation, stall]));
  expect(new Set(hits.slice(2))).toEqual(new Set(others));
  expect((await found({ ...asked, asOf: '2026-12-20T12:00:00Z' }))[0]).toBe(operation);
});
