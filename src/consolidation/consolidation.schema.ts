import { CollectionRef } from '../collection/collection.schema.ts';
import { builder } from '../graphql/builder.ts';
import { connectionCost, connectionType } from '../graphql/connection.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { forwardArgs, pageRequest } from '../graphql/paging.ts';
import { requestError } from '../graphql/request-errors.ts';
import { type ConsolidationRun, progressOf } from './consolidation.ts';

export const RunStatusEnum = builder.enumType('RunStatus', {
  description: 'How far a run is.',
  values: {
    QUEUED: { description: 'It waits for its turn.' },
    RUNNING: { description: 'It is at work.' },
    SUCCEEDED: { description: 'It came to its end.' },
    FAILED: { description: 'It could not; `error` says why. What it did before stays.' },
    CANCELLED: { description: 'Somebody ended it. What it did before stays.' },
  } as const,
});

export const ConsolidationStepEnum = builder.enumType('ConsolidationStep', {
  description: 'One kind of work of a consolidation.',
  values: {
    MERGE_SIMILAR: {
      description:
        'Finds memories that say the same, and merges them: in English by the forms of their words, in other languages word by word.',
    },
    RETIRE_OUTDATED: {
      description:
        'Finds memories whose validity has ended, in every language, and such that later ones contradict, in collections in English; retires them.',
    },
    UPDATE_TIERS: { description: 'Gives memories the tier that follows from their age and recalls.' },
    REEMBED: { description: 'Embeds memories that have no vector of the current model.' },
    OPTIMIZE_INDEX: {
      description:
        'Counts the words of the collection anew and rebuilds indexes of the database where it pays: B-tree and HNSW indexes that are more than twice as large as their entries need, without stopping writers. Needs the scope `admin`.',
    },
  } as const,
});

/** A run is seen only with its collection, and a proposal only with its run. */
export function required<Row>(row: Row | null): Row {
  if (row === null) throw requestError('NOT_FOUND', 'The collection of this consolidation was deleted meanwhile');
  return row;
}

export const ConsolidationRunRef = builder.objectRef<ConsolidationRun>('ConsolidationRun');
ConsolidationRunRef.implement({
  description:
    'A look through one collection for what is doubled, outdated or out of place. What is found after writes is gathered in runs of its own, which nobody asked for.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    status: t.expose('status', { type: RunStatusEnum, description: 'How far it is.' }),
    collection: t.field({
      type: CollectionRef,
      description: 'The collection that it is about, without its children.',
      resolve: async ({ collectionId }, _args, { loaders }) => required(await loaders.collection.load(collectionId)),
    }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether it only proposes and changes nothing.' }),
    steps: t.field({
      type: [ConsolidationStepEnum],
      description: 'What it does, in this order.',
      complexity: { field: 1, multiplier: 5 },
      resolve: ({ steps }) => [...steps],
    }),
    progress: t.float({ description: 'From 0 to 1; each step counts alike.', resolve: progressOf }),
    scanned: t.exposeInt('scanned', { description: 'Memories looked at, once for each step.' }),
    merged: t.exposeInt('merged', { description: 'Memories merged into others and not taken back.' }),
    retired: t.exposeInt('retired', { description: 'Memories retired and not taken back.' }),
    bytesBefore: t.exposeFloat('bytesBefore', {
      nullable: true,
      description:
        'Bytes of the tables and indexes of memories, of all accounts, before OPTIMIZE_INDEX; null without that step.',
    }),
    bytesAfter: t.exposeFloat('bytesAfter', { nullable: true, description: 'The same after it.' }),
    undone: t.exposeBoolean('undone', { description: 'Whether all that it applied was taken back.' }),
    error: t.exposeString('error', { nullable: true, description: 'Why it failed; null where it did not.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When it began.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended, in whatever way.',
    }),
  }),
});
defineNode(ConsolidationRunRef, {
  load: (id, { loaders }) => loaders.consolidationRun.load(id),
  query: 'One consolidation by its id; null where it is not there or not visible to the viewer.',
});

const ConsolidationRunConnectionRef = connectionType(ConsolidationRunRef);

builder.objectField(CollectionRef, 'consolidationRuns', (t) =>
  t.field({
    type: ConsolidationRunConnectionRef,
    description: 'Its consolidations, newest first, those of findings after writes included.',
    args: forwardArgs,
    complexity: connectionCost,
    resolve: async ({ id }, args, { loaders }) => {
      const list = ['consolidationRuns', id];
      return {
        list,
        page: await loaders.runsOfCollection.load({ parentId: id, args: pageRequest(list, args) }),
        totalCount: async () => (await loaders.runCount.load(id))?.count ?? 0,
      };
    },
  }),
);
