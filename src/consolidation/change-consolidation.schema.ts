import { operates } from '../account/viewer.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import { loadFound } from '../graphql/loader.ts';
import { mutation } from '../graphql/mutation.ts';
import { requireNodeId } from '../graphql/node-id.ts';
import { requestError } from '../graphql/request-errors.ts';
import { work } from '../graphql/work.ts';
import { MemoryRef } from '../memory/memory.schema.ts';
import { ConflictError, NotFoundError, ValidationError } from '../platform/errors.ts';
import { ConsolidationRunRef, ConsolidationStepEnum } from './consolidation.schema.ts';
import type { ConsolidationRun } from './consolidation.ts';
import { ConsolidationProposalRef } from './proposal.schema.ts';
import { type Applied, type Decided, maxListed, type UndoneRun } from './proposal.service.ts';

const errors = [NotFoundError, ValidationError, ConflictError];

/** A payload with only a run. */
const runPayload = (name: string, description: string) =>
  builder.objectRef<{ readonly run: ConsolidationRun }>(name).implement({
    description,
    fields: (t) => ({ run: t.expose('run', { type: ConsolidationRunRef, description: 'The run as it is now.' }) }),
  });

/** A payload with a run and the proposals that were decided on; callers add further fields. */
const decidedPayload = <Payload extends Decided>(name: string, description: string, proposals: string) =>
  builder.objectRef<Payload>(name).implement({
    description,
    fields: (t) => ({
      run: t.field({ type: ConsolidationRunRef, description: 'The run as it is now.', resolve: ({ run }) => run }),
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
    'Starts a consolidation of one collection in the background. Safe findings are applied, the others become proposals; with `dryRun` everything is only proposed. Reads and writes continue meanwhile. A collection has one active run at a time: a second call is ConflictError(RUN_IN_PROGRESS) with the active run as `current`. Starting one costs 2 for each memory of the collection.',
  input: builder.inputType('StartConsolidationInput', {
    description: 'Which collection to consolidate, and how.',
    fields: (t) => ({
      collectionId: t.id({ required: true, description: 'Id of a Collection. Its children are not included.' }),
      dryRun: t.boolean({
        required: true,
        defaultValue: false,
        description: 'Whether to only propose changes and apply none.',
      }),
      steps: t.field({
        type: [ConsolidationStepEnum],
        description:
          'The steps to run, at least one, in any order; default: MERGE_SIMILAR, RETIRE_OUTDATED and UPDATE_TIERS. OPTIMIZE_INDEX needs the scope `admin`.',
      }),
    }),
  }),
  payload: runPayload('StartConsolidationPayload', 'The new run.'),
  errors,
  resolve: async ({ collectionId, ...rest }, context) => {
    const viewer = viewerOf(context);
    if (rest.steps?.includes('OPTIMIZE_INDEX') && !operates(viewer)) {
      throw requestError(
        'FORBIDDEN',
        'The step OPTIMIZE_INDEX needs the scope "admin", and credentials that are not limited to some collections: it works on indexes of all accounts',
        {
          scope: 'admin',
        },
      );
    }
    const id = requireNodeId('Collection', collectionId);
    const { memoryCount } = await context.services.collections.require(viewer, id);
    if (!(await context.services.consolidation.isActive(viewer, id)))
      await context.charge(work.consolidation * memoryCount);
    return { run: await context.services.consolidation.start(viewer, { ...rest, collectionId: id }) };
  },
});

mutation('cancelConsolidation', {
  description:
    'Cancels a run. The current batch, of some milliseconds, is still finished. Changes already made stay and can be undone. A run that has already ended is returned unchanged.',
  input: builder.inputType('CancelConsolidationInput', {
    description: 'The run to cancel.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Id of a ConsolidationRun.' }) }),
  }),
  payload: runPayload('CancelConsolidationPayload', 'The cancelled run.'),
  errors: [NotFoundError, ValidationError],
  resolve: async ({ id }, context) => ({
    run: await context.services.consolidation.cancel(viewerOf(context), requireNodeId('ConsolidationRun', id)),
  }),
});

const listed = `The proposals that were named, at most 1,000; if none were named, the first ${maxListed} of those that this call handled.`;
const multiplier = (named: readonly string[] | null | undefined) => named?.length ?? maxListed;

const AppliedRef = decidedPayload<Applied>('ApplyProposalsPayload', 'The result of applying proposals.', listed);
builder.objectFields(AppliedRef, (t) => ({
  applied: t.exposeInt('applied', { description: 'Number of proposals that this call applied.' }),
  stale: t.exposeInt('stale', { description: 'Number of proposals that this call marked STALE.' }),
}));

mutation('applyProposals', {
  description:
    'Applies proposals of a run that are still PROPOSED. A proposal whose memories have changed or are gone since becomes STALE and does not fail the call. Proposals in other states are left as they are, so the call can be repeated.',
  input: builder.inputType('ApplyProposalsInput', {
    description: 'The run, and which of its proposals to apply.',
    fields: (t) => ({
      runId: t.id({ required: true, description: 'Id of the ConsolidationRun.' }),
      proposalIds: t.idList({
        description: 'Ids of ConsolidationProposals of this run, 1 to 1,000; omitted or null: all that are PROPOSED.',
      }),
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
    'Rejects proposals: they will not be applied, and the same change is not proposed again; where another run proposes it, too, it is rejected there. Only those still PROPOSED are affected.',
  input: builder.inputType('RejectProposalsInput', {
    description: 'The run, and which of its proposals to reject.',
    fields: (t) => ({
      runId: t.id({ required: true, description: 'Id of the ConsolidationRun.' }),
      proposalIds: t.idList({ required: true, description: 'Ids of ConsolidationProposals of this run, 1 to 1,000.' }),
    }),
  }),
  payload: decidedPayload<Decided>(
    'RejectProposalsPayload',
    'The result of rejecting proposals.',
    'The proposals that were named, as they are now.',
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

const UndoneRef = decidedPayload<UndoneRun>('UndoConsolidationPayload', 'The result of undoing proposals.', listed);
builder.objectFields(UndoneRef, (t) => ({
  restored: t.exposeInt('restored', {
    description:
      'Number of memories that were put back into their former state. The memory that a merge kept counts only if it had taken over tags or metadata and gives them back.',
  }),
  kept: t.field({
    type: [MemoryRef],
    description:
      'Memories that could not be put back: they were changed since, an equal CURRENT memory exists, or it is too late (`UNDO_RETENTION`).',
    complexity: { field: 1, multiplier: 1 },
    resolve: ({ keptIds }, _args, { loaders }) => loadFound(loaders.memory, keptIds),
  }),
}));

mutation('undoConsolidation', {
  description:
    'Undoes applied proposals of a run: each memory gets back its former state, unless somebody changed it since (recalls do not count as changes) or its former state is no longer kept (`UNDO_RETENTION`). Memories that could not be put back are listed in `kept`. The same change is not proposed again; where another run proposes it, too, it is rejected there. ConflictError(STATE) if nothing is applied, or if the run has not ended.',
  input: builder.inputType('UndoConsolidationInput', {
    description: 'The run, and which of its proposals to undo.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of the ConsolidationRun.' }),
      proposalIds: t.idList({
        description: 'Ids of ConsolidationProposals of this run, 1 to 1,000; omitted or null: all that are APPLIED.',
      }),
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
