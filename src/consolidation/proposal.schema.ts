import { builder } from '../graphql/builder.ts';
import { connectionCost, connectionType } from '../graphql/connection.ts';
import type { Context } from '../graphql/context.ts';
import { loadFound } from '../graphql/loader.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { forwardArgs, pageRequest } from '../graphql/paging.ts';
import { MemoryRef } from '../memory/memory.schema.ts';
import type { Memory } from '../memory/memory.ts';
import { MemoryTierEnum } from '../memory/memory-filter.schema.ts';
import { ConsolidationRunRef, required } from './consolidation.schema.ts';
import { type Proposal, type ProposalRole, reasons } from './consolidation.ts';

const ProposalKindEnum = builder.enumType('ProposalKind', {
  description: 'What is proposed.',
  values: {
    MERGE: { description: 'One memory stands for all that say the same; the others are superseded by it.' },
    RETIRE: { description: 'A memory is superseded: its validity has ended, or a later one says otherwise.' },
    CHANGE_TIER: { description: 'A memory gets another tier.' },
  } as const,
});

const ProposalStateEnum = builder.enumType('ProposalState', {
  description: 'What became of a proposal.',
  values: {
    PROPOSED: { description: 'Nobody has decided yet.' },
    APPLIED: { description: 'It was done.' },
    REJECTED: { description: 'It is not to be done; the same is not proposed again.' },
    UNDONE: { description: 'It was done and taken back; the same is not proposed again.' },
    STALE: { description: 'One of its memories had changed before it could be applied.' },
  } as const,
});

export const ConsolidationProposalRef = builder.objectRef<Proposal>('ConsolidationProposal');
ConsolidationProposalRef.implement({
  description: 'One change that a consolidation proposes.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    kind: t.expose('kind', { type: ProposalKindEnum, description: 'What is proposed.' }),
    state: t.expose('state', { type: ProposalStateEnum, description: 'What became of it.' }),
    reason: t.string({
      description: 'Why, in words; its evidence are the sources.',
      resolve: ({ rule }) => reasons[rule],
    }),
    similarity: t.exposeFloat('similarity', {
      nullable: true,
      description:
        'Cosine of the vectors of the memories, of the farthest two from each other that were compared; null where none were.',
    }),
    sources: t.field({
      type: [MemoryRef],
      description:
        'The memories that it is about, at most 20: first the one that a merge keeps or a retirement takes, then the others. Those forgotten or purged since are missing.',
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
        'Once APPLIED: the memory that stands in the place of those that went, or has the new tier; null where none does, or it was forgotten.',
      resolve: (proposal, _args, context) =>
        proposal.state === 'APPLIED' ? memoryIn(proposal, ['KEEP', 'EVIDENCE', 'TIER'], context) : null,
    }),
    run: t.field({
      type: ConsolidationRunRef,
      description: 'The consolidation that proposes it.',
      resolve: ({ runId }, _args, { loaders }) => loaders.consolidationRun.load(runId).then(required),
    }),
    proposedContent: t.string({
      nullable: true,
      description:
        'Of a merge: the content that stands for all. It is that of one of the sources, word for word; null where that was forgotten.',
      resolve: async (proposal, _args, context) => (await memoryIn(proposal, ['KEEP'], context))?.content ?? null,
    }),
    proposedTier: t.expose('proposedTier', {
      type: MemoryTierEnum,
      nullable: true,
      description: 'Of a change of tier: the new one.',
    }),
    decidedAt: t.expose('decidedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its state last changed; null while PROPOSED.',
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

/** What was forgotten is seen by its own id, and where its status is asked for. */
const isShown = ({ status }: Memory): boolean => status !== 'FORGOTTEN';

builder.objectField(ConsolidationRunRef, 'proposals', (t) =>
  t.field({
    type: ConsolidationProposalConnectionRef,
    description: 'What it proposes, in the order in which it was found.',
    args: {
      states: t.arg({ type: [ProposalStateEnum], description: 'Only those in one of these states; omitted: all.' }),
      kinds: t.arg({ type: [ProposalKindEnum], description: 'Only those of one of these kinds; omitted: all.' }),
      ...forwardArgs,
    },
    complexity: connectionCost,
    resolve: async ({ id }, { states, kinds, ...paging }, { loaders }) => {
      const filter = { states: states ?? null, kinds: kinds ?? null };
      const list = ['proposals', id, JSON.stringify(filter)];
      return {
        list,
        page: await loaders.proposalsOfRun.load({ parentId: id, args: { filter, page: pageRequest(list, paging) } }),
        totalCount: () => loaders.proposalCount.load({ parentId: id, args: { filter } }),
      };
    },
  }),
);
