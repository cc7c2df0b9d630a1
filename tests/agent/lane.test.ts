import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { consolidateJob } from '../../src/consolidation/consolidation-jobs.ts';
import { makeAgentApi } from '../support/agents.ts';
import { useDatabase } from '../support/database.ts';
import { useJobs } from '../support/jobs.ts';
import { Session } from '../support/session.ts';

const database = useDatabase();
const { db } = database;
const { api, runner } = makeAgentApi(db, { jobs: useJobs(database) });
const waiting = async () =>
  (
    await sql<{ name: string; count: number }>`
      select name, count(*)::int as count from pgboss.job where state = 'created' group by name`.execute(db)
  ).rows;

// bench:queued measures how soon, in milliseconds.
test('an agent run is not delayed by 10,000 queued jobs, since it is in none of their queues', async () => {
  const session = await Session.start(api);
  await session.remember('Ada drinks green tea.');
  await sql`insert into pgboss.job (name, data) select ${consolidateJob.name}, '{}' from generate_series(1, 10000)`.execute(
    db,
  );
  const { run } = await session.ask('What does Ada drink?');
  expect(await waiting()).toEqual([{ name: consolidateJob.name, count: 10_000 }]);
  await runner.processAll();
  expect(await session.run(run.id)).toMatchObject({ status: 'SUCCEEDED', attempt: 1 });
  expect(await waiting()).toEqual([{ name: consolidateJob.name, count: 10_000 }]);
});
