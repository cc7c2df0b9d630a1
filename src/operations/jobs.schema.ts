import { operates } from '../account/viewer.ts';
import { builder, needsOperator, viewerOf } from '../graphql/builder.ts';
import { connectionCost, connectionType } from '../graphql/connection.ts';
import { mutation } from '../graphql/mutation.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { requireNodeId } from '../graphql/node-id.ts';
import { forwardArgs, pageRequest } from '../graphql/paging.ts';
import { ConflictError, NotFoundError, ValidationError } from '../platform/errors.ts';
import type { JobFilter, JobRecord, JobState } from './job.ts';
import { SystemRef } from './system.schema.ts';

/** Maximum number of jobs that one call can retry. */
const mostRetries = 100;

const JobStateEnum = builder.enumType('JobState', {
  description: 'State of a background job.',
  values: {
    WAITING: { description: 'It runs as soon as a worker is free.' },
    RUNNING: { description: 'A worker is running it.' },
    SUCCEEDED: { description: 'It is done; kept for an hour or two.' },
    FAILED: { description: 'It failed and waits for its next attempt; the wait grows each time.' },
    DEAD: { description: 'It failed for the last time: only `retryJobs` runs it again. Kept for two weeks.' },
    CANCELLED: { description: 'It was cancelled.' },
  } satisfies Record<JobState, object>,
});

const JobRef = builder.objectRef<JobRecord>('Job');
JobRef.implement({
  description: 'A background job. Its input, which consists of ids only, is not shown.',
  interfaces: [NodeInterface],
  authScopes: { admin: true },
  fields: (t) => ({
    queue: t.exposeString('queue', { description: 'Name of the queue, which tells the kind of work.' }),
    state: t.expose('state', { type: JobStateEnum, description: 'State of the job.' }),
    attempts: t.exposeInt('attempts', { description: 'Number of attempts begun.' }),
    error: t.exposeString('error', {
      nullable: true,
      description:
        'The kind of error of the last failure, if it has not succeeded since; null otherwise. The log has the details.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was queued.' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the last attempt began; null if none has.',
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null until then.',
    }),
  }),
});
defineNode(JobRef, {
  load: async (id, context) => {
    const viewer = viewerOf(context);
    return operates(viewer) ? await context.services.jobs.byId(viewer, id) : null;
  },
  isUntold: true,
});
const JobConnectionRef = connectionType(JobRef);

builder.objectField(SystemRef, 'jobs', (t) =>
  t.field({
    type: JobConnectionRef,
    description: 'Background jobs of the viewer’s account and of the server itself, newest first.',
    args: {
      ...forwardArgs,
      queue: t.arg.string({ description: 'Only jobs of this queue; omitted: all.' }),
      states: t.arg({ type: [JobStateEnum], description: 'Only jobs in one of these states; omitted: all.' }),
    },
    complexity: connectionCost,
    resolve: async (_system, { queue = null, states = null, ...paging }, context) => {
      const viewer = viewerOf(context);
      const filter: JobFilter = { queue, states };
      const list = ['jobs', queue, states && [...states].sort().join(' ')];
      const page = await context.services.jobs.page(viewer, filter, pageRequest(list, paging));
      return { list, page, totalCount: () => context.services.jobs.count(viewer, filter) };
    },
  }),
);

mutation('retryJobs', {
  description: `Runs failed jobs once more: now, with one more attempt each, all or none. ConflictError(STATE) if one of them is neither FAILED nor DEAD. ${needsOperator}`,
  input: builder.inputType('RetryJobsInput', {
    description: 'The jobs to run again.',
    fields: (t) => ({
      ids: t.idList({ required: true, description: `Ids of Jobs that are FAILED or DEAD, 1 to ${mostRetries}.` }),
    }),
  }),
  payload: builder.objectRef<{ jobs: readonly JobRecord[] }>('RetryJobsPayload').implement({
    description: 'The jobs that run again.',
    fields: (t) => ({
      jobs: t.field({
        type: [JobRef],
        description: 'The jobs in the given order, as they are now.',
        complexity: { field: 1, multiplier: mostRetries },
        resolve: ({ jobs }) => jobs,
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError, ConflictError],
  scope: 'admin',
  resolve: async ({ ids }, context) => {
    if (ids.length === 0 || ids.length > mostRetries) {
      throw new ValidationError([{ path: ['ids'], message: `must have 1 to ${mostRetries} ids, got ${ids.length}` }]);
    }
    const viewer = viewerOf(context);
    const keys = ids.map((id) => requireNodeId('Job', id));
    return { jobs: await context.services.jobs.retry(viewer, keys) };
  },
});
