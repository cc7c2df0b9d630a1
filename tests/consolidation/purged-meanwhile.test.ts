import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { lockMemory } from '../../src/memory/lock-memories.ts';
import type { Memory } from '../../src/memory/memory.ts';
import { Consolidations, mergeInto } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { someWait } from '../support/locks.ts';
import { Household, memoryServices } from '../support/memories.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);
const { lifecycle } = memoryServices(db);

// Waiting for another connection needs more than one.
test.runIf(inject('poolSize') > 1)(
  'a memory merged into one that is purged concurrently loses its link and can be restored',
  async () => {
    const home = await Household.create(db);
    const runs = new Consolidations(api, jobs, home.viewer);
    const gone = await home.add('Anna has a cat named Tom');
    const kept = await home.add('Anna has a cat named Tom!');
    const { id } = await runs.run(encodeNodeId('Collection', home.collection.id), { dryRun: true });
    const reach = { accountId: home.viewer.accountId, within: null };
    const both = await db.transaction().execute(async (transaction) => {
      await lockMemory(transaction, reach, kept.id);
      const applying = runs.apply(id);
      await someWait(db, 1);
      const purging = lifecycle.forget(home.viewer, { id: kept.id, purge: true });
      await someWait(db, 2);
      return { ended: Promise.all([applying, purging]) };
    });
    expect((await both.ended)[0]).toMatchObject({ applied: 1 });
    const link = { subjectId: gone.id, type: 'MemoryChanged', changed: ['supersededBy'] };
    expect(await home.events()).toContainEqual(link);
    expect(await home.read(gone.id)).toMatchObject({ status: 'SUPERSEDED', supersededById: null });
    expect((await home.history(gone.id)).at(-1)).toMatchObject({ changed: ['supersededBy'] });
    expect(await runs.undo(id)).toMatchObject({ restored: 1, kept: [] });
    expect(await home.read(gone.id)).toMatchObject({ status: 'CURRENT' });
  },
);

const same = { tags: ['pets'], metadata: { since: 2019 } };

/** Purges memories at the same time: each transaction waits for its end until all have begun. */
async function purgeAtOnce({ viewer }: Household, memories: readonly Memory[]) {
  const { ended } = await db.transaction().execute(async (transaction) => {
    await sql`select from stream where account_id = ${viewer.accountId} for update`.execute(transaction);
    const ended = Promise.all(memories.map(({ id }) => lifecycle.forget(viewer, { id, purge: true })));
    await someWait(db, memories.length);
    return { ended };
  });
  await ended;
}

test.runIf(inject('poolSize') > 1)(
  'of two memories that told the same, and are purged at the same time, nothing stays in the one that they were merged into',
  async () => {
    const home = await Household.create(db);
    const kept = await home.add('Anna has a cat named Tom');
    const one = await home.add({ content: 'Anna has a cat named Tom.', ...same });
    const other = await home.add({ content: 'Anna has a cat named Tom!', ...same });
    await mergeInto(db, api, home, [kept.id, one.id, other.id]);
    await purgeAtOnce(home, [one, other]);
    expect(await home.read(kept.id)).toMatchObject({ tags: [], metadata: null });
  },
);

test.runIf(inject('poolSize') > 1)('nor does what each had passed on to another first', async () => {
  const home = await Household.create(db);
  const kept = await home.add('Anna has a cat named Tom');
  const [one, other] = [await home.add('Anna has a cat named Tom.'), await home.add('Anna has a cat named Tom!')];
  const first = await home.add({ content: 'Anna has a cat named Tom?', ...same });
  const second = await home.add({ content: 'Anna has a cat named Tom…', ...same });
  await mergeInto(db, api, home, [one.id, first.id]);
  await mergeInto(db, api, home, [other.id, second.id]);
  await mergeInto(db, api, home, [kept.id, one.id, other.id]);
  await purgeAtOnce(home, [first, second]);
  for (const { id } of [kept, one, other]) expect(await home.read(id)).toMatchObject({ tags: [], metadata: null });
});
