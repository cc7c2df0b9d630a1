import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Viewer } from '../../../src/account/viewer.ts';
import { inUnitOfWork } from '../../../src/platform/events/unit-of-work.ts';
import type { Job } from '../../../src/platform/jobs/job.ts';
import { JobQueue } from '../../../src/platform/jobs/job-queue.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { makeViewer } from '../../support/viewer.ts';

const { db, pool } = useDatabase();
const { run, execute } = makeApi(db);

const errand: Job<{ accountId: string }> = { name: 'errand', payload: z.object({ accountId: z.string() }) };
const chore: Job<object> = { name: 'chore', payload: z.object({}) };
const queue = new JobQueue({
  source: pool,
  jobs: [errand, chore],
  runs: false,
  alone: false,
  pollSeconds: 3600,
  log: pino({ level: 'silent' }),
});
let fails = true;
queue.handle(errand, async () => {
  if (fails) throw new TypeError('secret content');
  return 'done';
});
beforeAll(() => queue.open());
afterAll(() => queue[Symbol.asyncDispose]());

const send = ({ accountId }: Viewer) => inUnitOfWork(db, accountId, (unit) => queue.send(unit, errand, { accountId }));
const LIST = `query ($queue: String, $states: [JobState!], $first: Int, $after: String) { system {
  jobs(queue: $queue, states: $states, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { node { id queue state attempts error startedAt finishedAt } } } } }`;
const list = async (viewer: Viewer, variables = {}) => {
  const { jobs } = (await run(viewer, LIST, variables)).system;
  return { ...jobs, nodes: jobs.edges.map((edge: { node: unknown }) => edge.node) };
};
const RETRY = `mutation ($ids: [ID!]!) { retryJobs(input: { ids: $ids }) { __typename
  ... on RetryJobsPayload { jobs { id state } } ... on NotFoundError { missingId }
  ... on ValidationError { issues { path message } } ... on ConflictError { reason current { id } } } }`;

test('a job is visible while it waits, after it failed and after a manual retry, without its payload', async () => {
  const viewer = makeViewer();
  await send(viewer);
  expect((await list(viewer)).nodes).toMatchObject([{ queue: 'errand', state: 'WAITING', attempts: 0, error: null }]);
  await queue.processAll();
  const [failed] = (await list(viewer, { states: ['FAILED'] })).nodes;
  expect(failed).toMatchObject({ state: 'FAILED', attempts: 1, error: 'TypeError: the log has the rest' });
  const { retryJobs } = await run(viewer, RETRY, { ids: [failed.id] });
  expect(retryJobs).toEqual({ __typename: 'RetryJobsPayload', jobs: [{ id: failed.id, state: 'WAITING' }] });
  fails = false;
  await queue.processAll();
  fails = true;
  expect((await list(viewer)).nodes).toMatchObject([{ state: 'SUCCEEDED', attempts: 2, error: null }]);
  const again = await run(viewer, RETRY, { ids: [failed.id] });
  expect(again.retryJobs).toMatchObject({ __typename: 'ConflictError', reason: 'STATE', current: { id: failed.id } });
});

test('a dead job is kept for 13 days or more, and can be retried by hand', async () => {
  const viewer = makeViewer();
  await send(viewer);
  const own = sql`name = 'errand' and data ->> 'accountId' = ${viewer.accountId}`;
  await sql`update pgboss.job set state = 'retry', started_on = now(), retry_count = retry_limit - 1 where ${own}`.execute(
    db,
  );
  await queue.processAll();
  const [dead] = (await list(viewer, { states: ['DEAD'] })).nodes;
  expect(dead).toMatchObject({ state: 'DEAD', attempts: 13, error: 'TypeError: the log has the rest' });
  // The statement with which the operator who is alerted finds the account.
  const page = await readFile('docs/operations.md', 'utf8');
  const [, whose = ''] = /`DeadJobs`.*?`(select .*?)`/.exec(page) ?? [];
  expect((await sql.raw(whose).execute(db)).rows).toEqual([
    { name: 'errand', account: viewer.accountId, reason: dead.error },
  ]);
  const { rows } = await sql`
    select completed_on + deletion_seconds * interval '1 s' > now() + interval '13 days' as kept from pgboss.job
    where ${own}`.execute(db);
  expect(rows).toEqual([{ kept: true }]);
  const { retryJobs } = await run(viewer, RETRY, { ids: [dead.id] });
  expect(retryJobs).toMatchObject({ jobs: [{ state: 'WAITING' }] });
  fails = false;
  await queue.processAll();
  fails = true;
  expect((await list(viewer)).nodes).toMatchObject([{ state: 'SUCCEEDED', attempts: 14 }]);
});

test('jobs are paged, and filtered by queue and state', async () => {
  const viewer = makeViewer();
  for (let n = 0; n < 3; n += 1) await send(viewer);
  const first = await list(viewer, { first: 2, queue: 'errand' });
  expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
  const rest = await list(viewer, { first: 2, queue: 'errand', after: first.pageInfo.endCursor });
  expect(new Set([...first.nodes, ...rest.nodes].map(({ id }) => id)).size).toBe(3);
  expect(await list(viewer, { queue: 'no such queue' })).toMatchObject({ totalCount: 0 });
  expect(await list(viewer, { states: ['DEAD'] })).toMatchObject({ totalCount: 0 });
  expect(await list(viewer, { states: [] })).toMatchObject({ nodes: [], totalCount: 0 });
  for (const queue of ['errand\u0000', '\ud800']) {
    const { errors } = await execute(viewer, LIST, { queue });
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  }
});

test('jobs of another account are neither visible nor retried; one missing id refuses the whole retry', async () => {
  const [mine, theirs] = [makeViewer(), makeViewer()];
  await send(mine);
  await send(theirs);
  await queue.processAll();
  const [own] = (await list(mine, { states: ['FAILED'] })).nodes;
  const [other] = (await list(theirs, { states: ['FAILED'] })).nodes;
  expect(own.id).not.toBe(other.id);
  const { retryJobs } = await run(mine, RETRY, { ids: [own.id, other.id] });
  expect(retryJobs).toEqual({ __typename: 'NotFoundError', missingId: other.id });
  expect((await list(mine, { states: ['FAILED'] })).totalCount).toBe(1);
  expect((await run(mine, 'query ($id: ID!) { node(id: $id) { id } }', { id: other.id })).node).toBeNull();
});

test.each([0, 101])('refuses a retry of %i jobs', async (count) => {
  const ids = Array.from({ length: count }, () => 'x');
  const message = `must have 1 to 100 ids, got ${count}`;
  expect((await run(makeViewer(), RETRY, { ids })).retryJobs).toEqual({
    __typename: 'ValidationError',
    issues: [{ path: ['input', 'ids'], message }],
  });
});

test.each<[string, Partial<Viewer>, string]>([
  ['without the scope', { scopes: new Set(['read', 'write']) }, 'which your token or API key does not have'],
  ['limited to collections', { collectionIds: new Set([randomUUID()]) }, 'credentials that are not limited to some'],
])('only operators see the system, not those %s', async (_whose, given, lack) => {
  const user = makeViewer(given);
  await send(user);
  const [job] = (await list(makeViewer({ accountId: user.accountId }))).nodes;
  expect(await run(user, 'query ($id: ID!) { node(id: $id) { id } }', { id: job.id })).toEqual({ node: null });
  const { errors } = await execute(user, '{ system { health { status } } }');
  expect(errors).toMatchObject([{ code: 'FORBIDDEN', message: expect.stringContaining(lack) }]);
  const { data } = await execute(user, RETRY, { ids: [] });
  expect(data.retryJobs).toBeNull();
});
