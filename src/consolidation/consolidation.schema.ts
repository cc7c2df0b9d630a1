import { operates, type Viewer } from '../account/viewer.ts';
import { CollectionRef } from '../collection/collection.schema.ts';
import { builder } from '../graphql/builder.ts';
import { childConnection, connectionCost, connectionType } from '../graphql/connection.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { forwardArgs } from '../graphql/paging.ts';
import { requestError } from '../graphql/request-errors.ts';
import { type ConsolidationRun, progressOf } from './consolidation.ts';

export const RunStatusEnum = builder.enumType('RunStatus', {
  description: 'State of an agent run or a consolidation run.',
  values: {
    QUEUED: { description: 'It waits for its turn.' },
    RUNNING: { description: 'It is in progress.' },
    SUCCEEDED: { description: 'It was completed.' },
    FAILED: { description: 'It failed; `error` says why. What it did before that stays.' },
    CANCELLED: { description: 'It was cancelled. What it did before that stays.' },
  } as const,
});

export const ConsolidationStepEnum = builder.enumType('ConsolidationStep', {
  description: 'A kind of work of a consolidation run.',
  values: {
    MERGE_SIMILAR: {
      description:
        'Finds memories that say the same, and merges them. In English, German, French, Spanish, Italian, Portuguese, Dutch and Chinese different forms of words, numbers and dates count as equal; in other languages the words must be identical. Memories whose metadata give one key different values stay apart, since one of the values would be lost.',
    },
    RETIRE_OUTDATED: {
      description:
        'Retires memories whose validity has ended (any language) and memories that a later one contradicts (collections in English, German, French, Spanish, Italian, Portuguese, Dutch or Chinese).',
    },
    UPDATE_TIERS: { description: 'Gives memories the tier that follows from their age and recalls.' },
    REEMBED: { description: 'Embeds memories that have no vector of the current model.' },
    OPTIMIZE_INDEX: {
      description:
        'Recounts the words of the collection, and rebuilds database indexes (B-tree and HNSW) that are more than twice as large as their entries need; writers are not blocked. Needs the scope `admin`.',
    },
  } as const,
});

/** Throws NOT_FOUND for null: a run is visible only with its collection, and a proposal only with its run. */
export function required<Row>(row: Row | null): Row {
  if (row === null) throw requestError('NOT_FOUND', 'The collection of this consolidation was deleted meanwhile');
  return row;
}

/** How much all accounts store together is no business of who only sees a collection. */
const toldToOperators = (bytes: number | null, viewer: Viewer | null): number | null =>
  viewer && operates(viewer) ? bytes : null;

export const ConsolidationRunRef = builder.objectRef<ConsolidationRun>('ConsolidationRun');
ConsolidationRunRef.implement({
  description:
    'A search through one collection for duplicate, outdated or wrongly tiered memories. What is found right after writes is gathered in runs that the server starts by itself.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    status: t.expose('status', { type: RunStatusEnum, description: 'State of the run.' }),
    collection: t.field({
      type: CollectionRef,
      description: 'The collection that it works on, without its children.',
      resolve: async ({ collectionId }, _args, { loaders }) => required(await loaders.collection.load(collectionId)),
    }),
    dryRun: t.exposeBoolean('dryRun', { description: 'Whether it only proposes and changes nothing.' }),
    steps: t.field({
      type: [ConsolidationStepEnum],
      description: 'Its steps, in the order in which they run.',
      complexity: { field: 1, multiplier: 5 },
      resolve: ({ steps }) => [...steps],
    }),
    progress: t.float({ description: 'Progress from 0 to 1; each step has an equal share.', resolve: progressOf }),
    scanned: t.exposeInt('scanned', { description: 'Number of memories looked at, counted once per step.' }),
    merged: t.exposeInt('merged', { description: 'Number of memories merged into others, without those undone.' }),
    retired: t.exposeInt('retired', { description: 'Number of memories retired, without those undone.' }),
    bytesBefore: t.float({
      nullable: true,
      description:
        'Size of the tables and indexes of memories of all accounts before OPTIMIZE_INDEX, in bytes; null without that step, or if you do not operate the server.',
      resolve: ({ bytesBefore }, _args, { viewer }) => toldToOperators(bytesBefore, viewer),
    }),
    bytesAfter: t.float({
      nullable: true,
      description: 'The same size after OPTIMIZE_INDEX, in bytes; null like `bytesBefore`, or until it is done.',
      resolve: ({ bytesAfter }, _args, { viewer }) => toldToOperators(bytesAfter, viewer),
    }),
    undone: t.exposeBoolean('undone', { description: 'Whether everything that it applied was undone.' }),
    error: t.exposeString('error', { nullable: true, description: 'Why it failed; null if it did not.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it began; null while it is QUEUED.',
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null until then.',
    }),
  }),
});
defineNode(ConsolidationRunRef, {
  load: (id, { loaders }) => loaders.consolidationRun.load(id),
  query: 'One consolidation run by its id; null if it does not exist or is not visible to the viewer.',
});

const ConsolidationRunConnectionRef = connectionType(ConsolidationRunRef);

builder.objectField(CollectionRef, 'consolidationRuns', (t) =>
  t.field({
    type: ConsolidationRunConnectionRef,
    description: 'Its consolidation runs, newest first, including runs of findings after writes.',
    args: forwardArgs,
    complexity: connectionCost,
    resolve: ({ id }, args, { loaders }) =>
      childConnection('consolidationRuns', id, args, { pages: loaders.runsOfCollection, counts: loaders.runCount }),
  }),
);
