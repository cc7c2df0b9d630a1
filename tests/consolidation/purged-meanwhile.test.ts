import { expect, inject, test } from 'vitest';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { lockMemory } from '../../src/memory/lock-memories.ts';
import { Consolidations } from '../support/consolidation.ts';
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
