import { CollectionRef } from '../collection/collection.schema.ts';
import { builder } from '../graphql/builder.ts';
import { type Connection, connectionCost, connectionType } from '../graphql/connection.ts';
import type { Context } from '../graphql/context.ts';
import { loadFound } from '../graphql/loader.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { forwardArgs, type PagingArgs, pageRequest } from '../graphql/paging.ts';
import { MemoryRef } from '../memory/memory.schema.ts';
import type { Memory } from '../memory/memory.ts';
import { MemoryTierEnum } from '../memory/memory-filter.schema.ts';
import { ConsolidationRunRef, required } from './consolidation.schema.ts';
import {
  type Proposal,
  type ProposalKind,
  type ProposalParent,
  type ProposalRole,
  type ProposalState,
  reasons,
} from './consolidation.ts';

const ProposalKindEnum = builder.enumType('ProposalKind', {
  description: 'The kind of change that is proposed.',
  values: {
    MERGE: { description: 'One of several memories that say the same stays; it supersedes the others.' },
    RETIRE: {
      description:
        'A memory becomes SUPERSEDED: its validity has ended, or a later memory contradicts it. If that one does not hold yet, the memory only gets its beginning as its end, and stays CURRENT until then.',
    },
    CHANGE_TIER: { description: 'A memory gets another tier.' },
  } as const,
});

const ProposalStateEnum = builder.enumType('ProposalState', {
  description: 'State of a proposal.',
  values: {
    PROPOSED: { description: 'Nobody has decided on it yet.' },
    APPLIED: { description: 'It was applied.' },
    REJECTED: { description: 'It was rejected; the same change is not proposed again.' },
    UNDONE: { description: 'It was applied and undone; the same change is not proposed again.' },
    STALE: {
      description:
        'One of its memories was forgotten, superseded or deleted before it was applied, or turned out to be edited when it was to be, or the same was applied in another run. It stays STALE if the memory is restored.',
    },
  } as const,
});

export const ConsolidationProposalRef = builder.objectRef<Proposal>('ConsolidationProposal');
ConsolidationProposalRef.implement({
  description: 'One change that a consolidation run proposes.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    kind: t.expose('kind', { type: ProposalKindEnum, description: 'The kind of change.' }),
    state: t.expose('state', { type: ProposalStateEnum, description: 'State of the proposal.' }),
    reason: t.string({
      description: 'Why it is proposed, as a text for people. The evidence is in `sources`.',
      resolve: ({ rule }) => reasons[rule],
    }),
    similarity: t.exposeFloat('similarity', {
      nullable: true,
      description:
        'Cosine similarity of the two least similar memories that were compared; null if none were compared.',
    }),
    sources: t.field({
      type: [MemoryRef],
      description:
        'The memories concerned, at most 20. First comes the one that a merge keeps, or the one to retire. Those forgotten or purged since are left out.',
      complexity: { field: 1, multiplier: 3 },
      resolve: async ({ memories }, _args, { loaders }) => {
        const ids = memories.map(({ memoryId }) => memoryId);
        return (await loadFound(loaders.memory, ids)).filter(isShown);
      },
    }),
    result: t.field({
      type: MemoryRef,
      nullable: true,
      description:
        'Once APPLIED: the memory that replaced the others or got the new tier; null before, if nothing replaces them, or if it was forgotten.',
      resolve: (proposal, _args, context) =>
        proposal.state === 'APPLIED' ? memoryIn(proposal, ['KEEP', 'EVIDENCE', 'TIER'], context) : null,
    }),
    run: t.field({
      type: ConsolidationRunRef,
      description: 'The run that proposes it.',
      resolve: ({ runId }, _args, { loaders }) => loaders.consolidationRun.load(runId).then(required),
    }),
    proposedContent: t.string({
      nullable: true,
      description:
        'For MERGE: the content that stays, word for word that of one of the sources; null for other kinds, or if that memory was forgotten.',
      resolve: async (proposal, _args, context) => (await memoryIn(proposal, ['KEEP'], context))?.content ?? null,
    }),
    proposedTier: t.expose('proposedTier', {
      type: MemoryTierEnum,
      nullable: true,
      description: 'For CHANGE_TIER: the new tier; null for other kinds.',
    }),
    decidedAt: t.expose('decidedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its state last changed; null while it is PROPOSED.',
    }),
  }),
});
defineNode(ConsolidationProposalRef, { load: (id, { loaders }) => loaders.proposal.load(id) });

const ConsolidationProposalConnectionRef = connectionType(ConsolidationProposalRef);

async function memoryIn(
  { memories }: Proposal,
  roles: readonly ProposalRole[],
  { loaders }: Context,
): Promise<Memory | null> {
  const found = memories.find(({ role }) => roles.includes(role));
  const memory = found ? await loaders.memory.load(found.memoryId) : null;
  return memory && isShown(memory) ? memory : null;
}

/** Forgotten memories are shown only by their own id, and where their status is asked for. */
const isShown = ({ status }: Memory): boolean => status !== 'FORGOTTEN';

const listArgs = builder.args((t) => ({
  states: t.field({ type: [ProposalStateEnum], description: 'Only proposals in one of these states; omitted: all.' }),
  kinds: t.field({ type: [ProposalKindEnum], description: 'Only proposals of one of these kinds; omitted: all.' }),
}));

interface ListArgs extends PagingArgs {
  readonly states?: readonly ProposalState[] | null | undefined;
  readonly kinds?: readonly ProposalKind[] | null | undefined;
}

/** Lists the proposals of one parent as a connection; parents with the same arguments are batched. */
async function listProposalsOf(
  { loaders }: Context,
  of: ProposalParent,
  parentId: string,
  { states, kinds, ...paging }: ListArgs,
): Promise<Connection<Proposal>> {
  const filter = { states: states ?? null, kinds: kinds ?? null };
  const list = ['proposals of', of, parentId, JSON.stringify(filter)];
  return {
    list,
    page: await loaders.proposalsOf.load({ parentId, args: { of, filter, page: pageRequest(list, paging) } }),
    totalCount: () => loaders.proposalCountOf.load({ parentId, args: { of, filter } }),
  };
}

builder.objectField(ConsolidationRunRef, 'proposals', (t) =>
  t.field({
    type: ConsolidationProposalConnectionRef,
    description: 'Its proposals, in the order in which they were found.',
    args: { ...forwardArgs, ...listArgs },
    complexity: connectionCost,
    resolve: ({ id }, args, context) => listProposalsOf(context, 'run', id, args),
  }),
);

builder.objectField(CollectionRef, 'proposals', (t) =>
  t.field({
    type: ConsolidationProposalConnectionRef,
    description:
      'What its consolidation runs propose, newest first: with `states: [PROPOSED]`, what waits for a decision. Two runs may propose the same; once one is applied or rejected, so is the other, or it becomes STALE. So does, at once or some seconds later, what has a source that is no longer CURRENT.',
    args: { ...forwardArgs, ...listArgs },
    complexity: connectionCost,
    resolve: ({ id }, args, context) => listProposalsOf(context, 'collection', id, args),
  }),
);
