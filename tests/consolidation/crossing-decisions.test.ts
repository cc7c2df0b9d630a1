import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { beforePurge } from '../../src/app/before-purge.ts';
import { ConsolidationService } from '../../src/consolidation/consolidation.service.ts';
import { runLifecycle } from '../../src/consolidation/lifecycle.ts';
import { ProposalService } from '../../src/consolidation/proposal.service.ts';
import { decodeNodeId } from '../../src/graphql/node-id.ts';
import { mergeInto, settleIn } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { someoneWaitsFor, someWait } from '../support/locks.ts';
import type { Household } from '../support/memories.ts';
import { memoryServices } from '../support/memories.ts';

const database = useDatabase();
const { db } = database;
const jobs = useJobs(database);
const api = makeApi(db, jobs);
const { proposals } = api.services;
const { lifecycle } = memoryServices(db);

/** Two runs, of which each has merged a memory with a tag of its own into the same one. */
async function mergedTwice() {
  const { home } = await settleIn(db, api, jobs);
  const kept = await home.add({ content: 'Anna has a cat named Tom', tags: ['cats'] });
  const first = await home.add({ content: 'Anna has a cat named Tom.', tags: ['first'] });
  const second = await home.add({ content: 'Anna has a cat named Tom!', tags: ['second'] });
  const earlier = await mergeInto(db, api, home, [kept.id, first.id]);
  const later = await mergeInto(db, api, home, [kept.id, second.id]);
  return { home, kept, first, second, earlier, later };
}

/** Begins `work`, which waits for the memory `id`; it goes on once `meanwhile` has ended. */
async function whileWaitingFor<T>(
  { viewer: { accountId } }: Household,
  id: string,
  work: () => Promise<T>,
  meanwhile: () => Promise<unknown>,
): Promise<T> {
  const { working } = await db.transaction().execute(async (transaction) => {
    await sql`select from memory where account_id = ${accountId} and id = ${id} for update`.execute(transaction);
    const working = work();
    await someoneWaitsFor(transaction);
    await meanwhile();
    return { working };
  });
  return await working;
}

/** A run that proposes some merges of two memories each. */
async function proposed(merges: number) {
  const { home, runs, collectionId } = await settleIn(db, api, jobs);
  const songs = await Promise.all(Array.from({ length: merges }, (_, n) => home.add(`Ben sings song ${n}`)));
  for (const { content } of songs) await home.add(`${content}!`);
  const run = await runs.run(collectionId, { dryRun: true, steps: ['MERGE_SIMILAR'] });
  const ids: string[] = run.proposals.map((one: { id: string }) => decodeNodeId('ConsolidationProposal', one.id));
  return { home, songs, runId: decodeNodeId('ConsolidationRun', run.id) ?? '', ids };
}

/** Changes columns of a run. */
const change = ({ viewer: { accountId } }: Household, id: string, set: Record<string, unknown>) =>
  db.updateTable('consolidation_run').set(set).where('account_id', '=', accountId).where('id', '=', id).execute();

test.runIf(inject('poolSize') > 1)(
  'two runs that merged into the same memory can be undone at the same time',
  async () => {
    const { home, kept, first, earlier, later } = await mergedTwice();
    const undone = await whileWaitingFor(
      home,
      first.id,
      () => proposals.undo(home.viewer, earlier, null),
      () => proposals.undo(home.viewer, later, null),
    );
    expect(undone).toMatchObject({ restored: 2, keptIds: [] });
    expect(await home.read(kept.id)).toMatchObject({ tags: ['cats'] });
  },
);

test.runIf(inject('poolSize') > 1)('an undo leaves nothing merged because of a purge at the same time', async () => {
  const { home, kept, first, second, later } = await mergedTwice();
  const undone = await whileWaitingFor(
    home,
    second.id,
    () => proposals.undo(home.viewer, later, null),
    () => lifecycle.forget(home.viewer, { id: first.id, purge: true }),
  );
  expect(undone).toMatchObject({ restored: 2, keptIds: [] });
  expect(await home.read(kept.id)).toMatchObject({ tags: ['cats'] });
});

test('an undo of a run that ends meanwhile leaves out nothing that this has applied', async () => {
  const { home, runId, ids } = await proposed(2);
  const [first = '', second = ''] = ids;
  await proposals.apply(home.viewer, runId, [first]);
  await change(home, runId, { status: 'RUNNING' });
  let reads = 0;
  class EndingRun extends ConsolidationService {
    override async require(...given: Parameters<ConsolidationService['require']>) {
      reads += 1;
      if (reads === 2) {
        await proposals.apply(home.viewer, runId, [second]);
        await change(home, runId, { status: 'SUCCEEDED' });
      }
      return await super.require(...given);
    }
  }
  const undoing = new ProposalService(db, new EndingRun(db, api.services.collections, jobs));
  await expect(undoing.undo(home.viewer, runId, null)).rejects.toMatchObject({ reason: 'STATE' });
  expect(await home.count()).toBe(3);
});

test.runIf(inject('poolSize') > 1)(
  'an old finding that is applied while old findings are deleted stays, so that it can be undone',
  async () => {
    const { home, songs, runId } = await proposed(1);
    await change(home, runId, { origin: 'FOUND', created_at: sql`now() - interval '31 days'` });
    let deleting: Promise<unknown> = Promise.resolve();
    const applied = await whileWaitingFor(
      home,
      songs[0]?.id ?? '',
      () => proposals.apply(home.viewer, runId, null),
      async () => {
        deleting = runLifecycle({ db, jobs, undoDays: 30, beforePurge }, new AbortController().signal);
        await someWait(db, 2);
      },
    );
    await deleting;
    expect(applied).toMatchObject({ applied: 1 });
    expect(await proposals.undo(home.viewer, runId, null)).toMatchObject({ keptIds: [] });
    expect(await home.count()).toBe(2);
  },
);
