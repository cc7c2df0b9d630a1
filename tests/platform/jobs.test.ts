import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { inUnitOfWork } from '../../src/platform/events/unit-of-work.ts';
import type { Job, RunJob } from '../../src/platform/jobs/job.ts';
import { JobQueue } from '../../src/platform/jobs/job-queue.ts';
import { useDatabase } from '../support/database.ts';

// One connection: a query outside its transaction would deadlock with itself.
const { db, pool } = useDatabase({ poolSize: 1 });

type Greeting = { readonly id: string };

/** A job for this test, in a queue that runs nothing before `start`. */
async function openQueue(
  name: string,
  given: Partial<Job<Greeting>> = {},
  alone = false,
  log = pino({ level: 'silent' }),
) {
  const job: Job<Greeting> = { name, payload: z.object({ id: z.string() }), ...given };
  const queue = new JobQueue({ source: pool, jobs: [job], runs: true, alone, pollSeconds: 3600, log });
  await queue.open();
  const send = (id: string) => inUnitOfWork(db, 'account', (unit) => queue.send(unit, job, { id }));
  return { job, queue, send, [Symbol.asyncDispose]: () => queue[Symbol.asyncDispose]() };
}

const jobsOf = async (name: string) =>
  (
    await sql<{ state: string; data: Greeting; output: unknown }>`
    select state, data, output from pgboss.job where name = ${name} order by created_on`.execute(db)
  ).rows;

/** Runs a job and records each run. */
function recorder(run: RunJob<Greeting> = async () => 'done') {
  const ran: string[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  return {
    ran,
    run: (async (payload, signal) => {
      ran.push(payload.id);
      for (const { count, resolve } of waiting) if (ran.length >= count) resolve();
      return run(payload, signal);
    }) satisfies RunJob<Greeting>,
    times: (count: number) =>
      new Promise<void>((resolve) => (ran.length >= count ? resolve() : waiting.push({ count, resolve }))),
  };
}

test('a job sent in a transaction runs as soon as it commits, and never if it is rolled back', async () => {
  await using opened = await openQueue('greet');
  const { ran, run, times } = recorder();
  opened.queue.handle(opened.job, run);
  await opened.queue.start();
  await expect(
    inUnitOfWork(db, 'account', async (unit) => {
      await opened.queue.send(unit, opened.job, { id: 'rolled back' });
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  await opened.send('committed');
  await times(1);
  await opened.send('and again');
  await times(2);
  expect(ran).toEqual(['committed', 'and again']);
});

test('a worker starts the next job at once, even after a failed one, without waiting for its poll', async () => {
  await using opened = await openQueue('many');
  for (const id of ['fails', 'second', 'third']) await opened.send(id);
  const { ran, run, times } = recorder(() =>
    ran.length === 1 ? Promise.reject(new Error('no')) : Promise.resolve('done'),
  );
  opened.queue.handle(opened.job, run);
  await opened.queue.start();
  await times(3);
  expect(ran).toEqual(['fails', 'second', 'third']);
});

test('an invalid payload is rejected when it is sent', async () => {
  await using opened = await openQueue('strict', { payload: z.object({ id: z.uuid() }) });
  await expect(opened.send('no uuid')).rejects.toThrow('Invalid UUID');
  expect(await jobsOf('strict')).toEqual([]);
});

test('of queued jobs with equal keys only one is kept', async () => {
  await using opened = await openQueue('keyed', { keyOf: ({ id }) => `any text: ${id} ü` });
  for (const id of ['a', 'b', 'a']) await opened.send(id);
  const { ran, run } = recorder();
  opened.queue.handle(opened.job, run);
  await opened.queue.processAll();
  expect(ran).toEqual(['a', 'b']);
});

test('jobs of one owner run one at a time, concurrently with those of other owners', async () => {
  await using opened = await openQueue('owned', { ownerOf: ({ id }) => id.charAt(0) });
  for (const id of ['a long', 'a second', 'a third', 'b']) await opened.send(id);
  const ended = Promise.withResolvers<'done'>();
  const { ran, run, times } = recorder(({ id }) => (id === 'a long' ? ended.promise : Promise.resolve('done')));
  opened.queue.handle(opened.job, run);
  await opened.queue.start();
  await times(2);
  expect(ran).toEqual(['a long', 'b']);
  await opened.send('c');
  await times(3);
  ended.resolve('done');
  await times(5);
  expect(ran).toEqual(['a long', 'b', 'c', 'a second', 'a third']);
});

test('an unfinished job goes to the back of the queue', async () => {
  await using opened = await openQueue('long');
  for (const id of ['long', 'short']) await opened.send(id);
  const { ran, run } = recorder(async () => (ran.length === 1 ? 'again' : 'done'));
  opened.queue.handle(opened.job, run);
  await opened.queue.processAll();
  expect(ran).toEqual(['long', 'short', 'long']);
});

test('a failed job waits for its retry, and the queue stores only the kind of its error', async () => {
  await using opened = await openQueue('failing');
  await opened.send('x');
  opened.queue.handle(opened.job, () => Promise.reject(new TypeError('the secret content')));
  await opened.queue.processAll();
  const [failed, ...others] = await jobsOf('failing');
  expect(others).toEqual([]);
  expect(failed?.state).toBe('retry');
  expect(JSON.stringify(failed?.output)).toContain('TypeError');
  expect(JSON.stringify(failed)).not.toContain('secret');
});

test('stopping aborts running jobs, waits for them and requeues them', async () => {
  const opened = await openQueue('stopped');
  const { ran, run, times } = recorder(async (_payload, signal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    throw signal.reason;
  });
  opened.queue.handle(opened.job, run);
  await opened.queue.start();
  await opened.send('x');
  await times(1);
  await opened[Symbol.asyncDispose]();
  expect((await jobsOf('stopped')).map(({ state }) => state)).toEqual(['completed', 'created']);

  await using next = await openQueue('stopped');
  next.queue.handle(next.job, recorder().run);
  await next.queue.processAll();
  expect((await jobsOf('stopped')).map(({ state }) => state)).toEqual(['completed', 'completed']);
  expect(ran).toEqual(['x']);
});

test('jobs interrupted by a crash are retried at the start of the only process that runs jobs', async () => {
  await using crashed = await openQueue('crashed');
  await crashed.send('x');
  await sql`update pgboss.job set state = 'active', started_on = now() where name = 'crashed'`.execute(db);
  await using _beside = await openQueue('crashed');
  expect((await jobsOf('crashed')).map(({ state }) => state)).toEqual(['active']);
  await using _alone = await openQueue('crashed', {}, true);
  expect((await jobsOf('crashed')).map(({ state }) => state)).toEqual(['retry']);
});

test('a scheduled job is stored with its cron expression', async () => {
  await using opened = await openQueue('daily');
  await opened.queue.schedule(opened.job, '20 3 * * *', { id: 'every day' });
  const { rows } = await sql`select name, cron, timezone from pgboss.schedule`.execute(db);
  expect(rows).toEqual([{ name: 'daily', cron: '20 3 * * *', timezone: 'UTC' }]);
});

test('a failing job logs warnings, and an error only after its last attempt', async () => {
  const told: (readonly [number, string])[] = [];
  const write = (line: string) => {
    const { level, msg } = JSON.parse(line);
    told.push([level, msg]);
  };
  await using opened = await openQueue('fails', {}, false, pino({}, { write }));
  opened.queue.handle(opened.job, () => Promise.reject(new Error('no')));
  await opened.send('one');
  const due = sql`update pgboss.job set start_after = now() where name = ${opened.job.name}`;
  while ((await jobsOf(opened.job.name)).some(({ state }) => state !== 'failed')) {
    await due.execute(db);
    await opened.queue.processAll();
  }
  expect(told.at(-1)).toEqual([50, 'a job failed for the last time']);
  expect(new Set(told.slice(0, -1).map(([level]) => level))).toEqual(new Set([40]));
});

test('after the clock was set back, waiting jobs run, and no heartbeat, cron or maintenance time stays ahead', async () => {
  await using former = await openQueue('ahead', { keyOf: ({ id }) => id });
  for (const id of ['waits', 'runs']) await former.send(id);
  await sql`update pgboss.job set state = 'active', started_on = now(), heartbeat_on = now() where name = 'ahead' and data ->> 'id' = 'runs'`.execute(
    db,
  );
  const hour = sql`interval '1 hour'`;
  await sql`update pgboss.job set start_after = start_after + ${hour}, started_on = started_on + ${hour}, heartbeat_on = heartbeat_on + ${hour}
    where name = 'ahead'`.execute(db);
  await sql`update pgboss.version set cron_on = now() + ${hour}`.execute(db);
  await sql`update pgboss.queue set monitor_on = now() + ${hour}, monitor_claim_on = now() + ${hour}, maintain_on = now() + ${hour}`.execute(
    db,
  );
  await using opened = await openQueue('ahead', { keyOf: ({ id }) => id });
  const { ran, run } = recorder();
  opened.queue.handle(opened.job, run);
  await opened.queue.processAll();
  expect(ran).toEqual(['waits']);
  const { rows } = await sql`
    select cron_on from pgboss.version where cron_on > now() union all
    select heartbeat_on from pgboss.job where greatest(heartbeat_on, started_on) > now() union all
    select maintain_on from pgboss.queue where greatest(monitor_on, monitor_claim_on, maintain_on) > now()`.execute(db);
  expect(rows).toEqual([]);
});
