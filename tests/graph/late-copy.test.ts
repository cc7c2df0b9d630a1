import { expect, inject, test, vi } from 'vitest';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { graphRunner, openTestMirror, testNeo4j } from '../support/graph-mirror.ts';
import { Household } from '../support/memories.ts';

const { db } = useDatabase();

const source = `{ search(input: { query: "Which concert was in Lisbon?" }) { failedArms cache
  edges { node { content } graph { rank } } } }`;

test.skipIf(!testNeo4j || inject('engine') === 'embedded')(
  'a ranking that was made before the copy in Neo4j had the names is made anew when it has',
  async () => {
    if (!testNeo4j) return;
    await using mirror = await openTestMirror(db, testNeo4j);
    const api = makeApi(db, undefined, { graph: mirror.store });
    const home = await Household.create(db);
    await home.add('The concert with Brightleaf was in Lisbon.');
    await home.add('We met somebody of Brightleaf by chance.');
    await graphRunner(db).processAll();
    // On a busy machine a freshly started Neo4j may exceed the timeout of an arm, whose ranking is not kept.
    const search = () =>
      vi.waitFor(async () => {
        const found = (await api.run(home.viewer, source)).search;
        expect(found.failedArms).toEqual([]);
        return found;
      }, 30_000);
    const raised = async () => (await search()).edges.filter(({ graph }: { graph: unknown }) => graph !== null).length;
    expect(await raised()).toBe(0);
    await expect.poll(async () => (await search()).cache).toBe('HIT');
    await mirror.runner.processAll();
    expect(await raised()).toBe(1);
  },
);
