import { collectionEvents, collectionStream } from '../collection/collection-events.schema.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { EventUnion } from '../graphql/event-union.ts';
import { StreamEventInterface, type ToldEvent } from '../graphql/stream-event.schema.ts';
import { subscription } from '../graphql/subscription.ts';
import type { LoggedEvent } from '../platform/events/consumer.ts';
import { ConsolidationRunRef, ConsolidationStepEnum } from './consolidation.schema.ts';
import { type ConsolidationRun, type ConsolidationStep, type Proposal, stepOrder } from './consolidation.ts';
import { ConsolidationProposalRef } from './proposal.schema.ts';

const consolidationEvents = new EventUnion(
  'ConsolidationEvent',
  'An event of a consolidation run. Members may be added: give clients a default branch.',
);

interface ToldRun extends ToldEvent {
  readonly run: ConsolidationRun;
}
interface ToldProgress extends ToldRun {
  readonly step: ConsolidationStep;
  readonly done: number;
  readonly total: number;
}
interface ToldProposal extends ToldEvent {
  readonly proposal: Proposal;
}

const ProgressRef = builder.objectRef<ToldProgress>('ConsolidationProgress').implement({
  description: 'Progress of a step of a consolidation run.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    run: t.expose('run', { type: ConsolidationRunRef, description: 'The run as it is now.' }),
    step: t.expose('step', { type: ConsolidationStepEnum, description: 'The step that is running.' }),
    done: t.exposeInt('done', {
      description:
        'Units of work done in this step: memories, in `MERGE_SIMILAR` each once to compare and once to merge.',
    }),
    total: t.exposeInt('total', { description: 'Units of work in this step, as far as is known.' }),
  }),
});

const ProposedRef = builder.objectRef<ToldProposal>('ConsolidationProposed').implement({
  description: 'A change was proposed.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    proposal: t.expose('proposal', { type: ConsolidationProposalRef, description: 'The proposal as it is now.' }),
  }),
});

/** An event that only tells of a run. */
const aboutRun = (name: string, description: string) =>
  builder.objectRef<ToldRun>(name).implement({
    description,
    interfaces: [StreamEventInterface],
    fields: (t) => ({ run: t.expose('run', { type: ConsolidationRunRef, description: 'The run as it is now.' }) }),
  });

const StartedRef = aboutRun('ConsolidationStarted', 'A consolidation run that somebody asked for began.');

const DecidedRef = aboutRun(
  'ConsolidationDecided',
  'Somebody applied, rejected or undid proposals of a run, or tried to, or some became STALE: read their `state` anew. Not reported for what a run applies by itself, which ends with ConsolidationFinished.',
);

const FinishedRef = aboutRun(
  'ConsolidationFinished',
  'A consolidation run ended: SUCCEEDED, FAILED or CANCELLED. This is the last event of `consolidationEvents`. `collectionEvents` also reports it for runs of findings after writes.',
);

const tellRun = async ({ subjectId }: LoggedEvent, { loaders }: Context) => {
  const run = await loaders.consolidationRun.load(subjectId);
  return run && { run };
};

consolidationEvents.add('ConsolidationProgress', ProgressRef, async ({ subjectId, data }, { loaders }) => {
  const run = await loaders.consolidationRun.load(subjectId);
  const step = stepOrder.find((one) => one === data?.['step']);
  return run && step ? { run, step, done: Number(data?.['done']), total: Number(data?.['total']) } : null;
});
consolidationEvents.add('ConsolidationProposed', ProposedRef, async ({ subjectId }, { loaders }) => {
  const proposal = await loaders.proposal.load(subjectId);
  return proposal && { proposal };
});
consolidationEvents.add('ConsolidationFinished', FinishedRef, tellRun);
collectionEvents.add('ConsolidationStarted', StartedRef, tellRun);
collectionEvents.add('ConsolidationDecided', DecidedRef, tellRun);
collectionEvents.add('ConsolidationFinished', FinishedRef, tellRun);

subscription('consolidationEvents', {
  description:
    'The events of a consolidation run: from its start, or after a cursor. The subscription completes after ConsolidationFinished. Error NOT_FOUND if the run does not exist or is not visible to the viewer; GONE once its collection is deleted or moved out of the viewer’s sight.',
  id: ['runId', 'ConsolidationRun'],
  union: consolidationEvents,
  open: async (id, viewer, { services: { consolidation } }) => {
    const { collectionId } = await consolidation.require(viewer, id);
    return {
      ref: { accountId: viewer.accountId, kind: 'consolidation_run', streamId: id },
      within: [collectionStream(viewer.accountId, collectionId)],
      fromStart: true,
      find: async () => {
        const { seq, hasEnded } = await consolidation.newestEvent(viewer, id);
        return { seq, end: hasEnded ? 'ConsolidationFinished' : null };
      },
    };
  },
});
