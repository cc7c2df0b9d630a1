import { builder, viewerOf } from '../graphql/builder.ts';
import { loadFound } from '../graphql/loader.ts';
import { mutation } from '../graphql/mutation.ts';
import { requireNodeId } from '../graphql/node-id.ts';
import { requestError } from '../graphql/request-errors.ts';
import { MemoryRef } from '../memory/memory.schema.ts';
import { ConflictError, NotFoundError, ValidationError } from '../platform/errors.ts';
import { ConsolidationRunRef, ConsolidationStepEnum } from './consolidation.schema.ts';
import type { ConsolidationRun } from './consolidation.ts';
import { ConsolidationProposalRef } from './proposal.schema.ts';
import { type Applied, type Decided, maxListed, type UndoneRun } from './proposal.service.ts';

const errors = [NotFoundError, ValidationError, ConflictError];

/** A payload that holds nothing but a run. */
const runPayload = (name: string, description: string) =>
  builder.objectRef<{ readonly run: ConsolidationRun }>(name).implement({
    description,
    fields: (t) => ({ run: t.expose('run', { type: ConsolidationRunRef, description: 'The run, as it is now.' }) }),
  });

/** A payload that holds a run with those of its proposals that were decided on; its other fields follow. */
const decidedPayload = <Payload extends Decided>(name: string, description: string, proposals: string) =>
  builder.objectRef<Payload>(name).implement({
    description,
    fields: (t) => ({
      run: t.field({ type: ConsolidationRunRef, description: 'The run, as it is now.', resolve: ({ run }) => run }),
      proposals: t.field({
        type: [ConsolidationProposalRef],
        description: proposals,
        complexity: { field: 1, multiplier: 1 },
        resolve: (decided) => [...decided.proposals],
      }),
    }),
  });

mutation('startConsolidation', {
  description:
    'Looks through one collection in the background, and applies what is safe to apply; with `dryRun` it only proposes. One at a time for each collection: a second is ConflictError(RUN_IN_PROGRESS), with the first as `current`. Writes and searches go on meanwhile.',
  input: builder.inputType('StartConsolidationInput', {
    description: 'What to look through, and how.',
    fields: (t) => ({
      collectionId: t.id({ required: true, description: 'Id of a Collection; its children are left out.' }),
      dryRun: t.boolean({ required: true, defaultValue: false, description: 'Propose, and change nothing.' }),
      steps: t.field({
        type: [ConsolidationStepEnum],
        description:
          'What to do, at least one, in whatever order; default: MERGE_SIMILAR, RETIRE_OUTDATED and UPDATE_TIERS.',
      }),
    }),
  }),
  payload: runPayload('StartConsolidationPayload', 'The run that was queued.'),
  errors,
  resolve: async ({ collectionId, ...rest }, context) => {
    const viewer = viewerOf(context);
    if (rest.steps?.includes('OPTIMIZE_INDEX') && !viewer.scopes.has('admin')) {
      throw requestError(
        'FORBIDDEN',
        'The step OPTIMIZE_INDEX needs the scope "admin": it works on indexes of all accounts',
        {
          scope: 'admin',
        },
      );
    }
    const id = requireNodeId('Collection', collectionId);
    return { run: await context.services.consolidation.start(viewer, { ...rest, collectionId: id }) };
  },
});

mutation('cancelConsolidation', {
  description:
    'Ends a run: at most one more batch of some milliseconds is finished. What it has done stays, and can be undone. A run that has ended is answered as it is.',
  input: builder.inputType('CancelConsolidationInput', {
    description: 'The run to end.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Id of a ConsolidationRun.' }) }),
  }),
  payload: runPayload('CancelConsolidationPayload', 'The run that was ended.'),
  errors: [NotFoundError, ValidationError],
  resolve: async ({ id }, context) => ({
    run: await context.services.consolidation.cancel(viewerOf(context), requireNodeId('ConsolidationRun', id)),
  }),
});

const listed = `Those that were named, at most 1,000; without names the first ${maxListed} of those that were decided on.`;
const multiplier = (named: readonly string[] | null | undefined) => named?.length ?? maxListed;

const AppliedRef = decidedPayload<Applied>('ApplyProposalsPayload', 'What was applied.', listed);
builder.objectFields(AppliedRef, (t) => ({
  applied: t.exposeInt('applied', { description: 'Number of proposals that this call has applied.' }),
  stale: t.exposeInt('stale', { description: 'Number of proposals that this call has found STALE.' }),
}));

mutation('applyProposals', {
  description:
    'Does what a run proposes and nobody has decided yet. A proposal of which a memory was changed, or is gone, becomes STALE; others are left as they are, so that the call can be repeated.',
  input: builder.inputType('ApplyProposalsInput', {
    description: 'What to apply.',
    fields: (t) => ({
      runId: t.id({ required: true, description: 'Id of the ConsolidationRun.' }),
      proposalIds: t.idList({ description: 'Ids of ConsolidationProposals of that run, 1 to 1,000; omitted: all.' }),
    }),
  }),
  payload: AppliedRef,
  errors,
  count: ({ proposalIds }) => multiplier(proposalIds),
  resolve: ({ runId, proposalIds }, context) =>
    context.services.proposals.apply(
      viewerOf(context),
      requireNodeId('ConsolidationRun', runId),
      proposalKeys(proposalIds),
    ),
});

mutation('rejectProposals', {
  description:
    'Says that proposals are not to be applied. Those that somebody has decided on already are left as they are.',
  input: builder.inputType('RejectProposalsInput', {
    description: 'What to reject.',
    fields: (t) => ({
      runId: t.id({ required: true, description: 'Id of the ConsolidationRun.' }),
      proposalIds: t.idList({ required: true, description: 'Ids of ConsolidationProposals of that run, 1 to 1,000.' }),
    }),
  }),
  payload: decidedPayload<Decided>(
    'RejectProposalsPayload',
    'What was rejected.',
    'Those that were named, as they are now.',
  ),
  errors,
  count: ({ proposalIds }) => proposalIds.length,
  resolve: ({ runId, proposalIds }, context) =>
    context.services.proposals.reject(
      viewerOf(context),
      requireNodeId('ConsolidationRun', runId),
      proposalIds.map((id) => requireNodeId('ConsolidationProposal', id)),
    ),
});

const UndoneRef = decidedPayload<UndoneRun>('UndoConsolidationPayload', 'What was taken back.', listed);
builder.objectFields(UndoneRef, (t) => ({
  restored: t.exposeInt('restored', { description: 'Number of memories that are as they were.' }),
  kept: t.field({
    type: [MemoryRef],
    description:
      'Memories that were changed since, that would stand beside a CURRENT one that says just the same, or that it is too late for.',
    complexity: { field: 1, multiplier: 1 },
    resolve: ({ keptIds }, _args, { loaders }) => loadFound(loaders.memory, keptIds),
  }),
}));

mutation('undoConsolidation', {
  description:
    'Takes back what was applied of a run: each memory is as it was before, if nobody has changed it since. Those that were changed, or have been so for too long (`UNDO_RETENTION`), stay as they are and are listed in `kept`; recalls are no change. ConflictError(STATE) where nothing is applied, or the run is not finished.',
  input: builder.inputType('UndoConsolidationInput', {
    description: 'What to take back.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of the ConsolidationRun.' }),
      proposalIds: t.idList({ description: 'Ids of ConsolidationProposals of that run, 1 to 1,000; omitted: all.' }),
    }),
  }),
  payload: UndoneRef,
  errors,
  count: ({ proposalIds }) => multiplier(proposalIds),
  resolve: ({ id, proposalIds }, context) =>
    context.services.proposals.undo(
      viewerOf(context),
      requireNodeId('ConsolidationRun', id),
      proposalKeys(proposalIds),
    ),
});

const proposalKeys = (ids: readonly string[] | null | undefined) =>
  ids?.map((id) => requireNodeId('ConsolidationProposal', id));
