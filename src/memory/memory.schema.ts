import { CollectionRef, collectionKeys, othersMatchNothing } from '../collection/collection.schema.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import { type Connection, connectionCost, connectionType } from '../graphql/connection.ts';
import type { Context } from '../graphql/context.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { connectionArgs, type PagingArgs, pageRequest } from '../graphql/paging.ts';
import { stillThere } from '../graphql/request-errors.ts';
import type { Memory } from './memory.ts';
import {
  MemoryFilterInput,
  MemoryKindEnum,
  MemoryOrderEnum,
  MemoryStatusEnum,
  MemoryTierEnum,
  memoryFilterOf,
} from './memory-filter.schema.ts';
import type { MemoryOrder, MemoryParents } from './memory-filter.ts';
import { resonanceAt } from './resonance.ts';

const EmbeddingStatusEnum = builder.enumType('EmbeddingStatus', {
  description: 'Whether a memory can be found by its meaning.',
  values: {
    PENDING: { description: 'Not yet; it can already be found by its words.' },
    READY: { description: 'It can be found by its meaning.' },
    FAILED: { description: 'No: the embedder refused it or failed on it. It can be found by its words.' },
  } as const,
});

export const MemoryRef = builder.objectRef<Memory>('Memory');
MemoryRef.implement({
  description:
    'Something that was learnt. Its content never changes: new knowledge becomes a new memory that supersedes it.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    content: t.exposeString('content', { description: 'What was learnt, 1 to 32,000 characters.' }),
    kind: t.expose('kind', { type: MemoryKindEnum, description: 'Kind of memory.' }),
    tier: t.expose('tier', {
      type: MemoryTierEnum,
      description:
        'How present it is. It follows from the memory’s age, its conversation, and how often it answered a search, a context or an agent; `bootstrap` does not count. A tier set by hand stays until it is set again.',
    }),
    status: t.expose('status', { type: MemoryStatusEnum, description: 'Status of the memory.' }),
    resonance: t.float({
      description:
        'A measure of how often it was recalled, as of now: each recall adds 1, which halves with every half-life of the collection (`decayHalfLifeDays`). Updated within a second of a recall. Reading is no recall.',
      resolve: (memory, _args, { loaders }) =>
        loaders.collection.use(memory.collectionId, (collection) =>
          collection ? resonanceAt(memory, collection.settings.decayHalfLifeDays, new Date()) : 0,
        ),
    }),
    tags: t.stringList({
      description: 'Its tags, at most 32 of 1 to 64 characters each.',
      resolve: ({ tags }) => [...tags],
    }),
    metadata: t.expose('metadata', {
      type: 'JSON',
      nullable: true,
      description: 'The application’s own data; null if there is none.',
    }),
    contentHash: t.exposeString('contentHash', {
      description:
        'SHA-256 of the normalised content (NFC, trimmed, runs of white space as one space), in hexadecimal.',
    }),
    collection: t.field({
      type: CollectionRef,
      description: 'The collection that it belongs to.',
      resolve: ({ collectionId }, _args, { loaders }) =>
        loaders.collection.use(collectionId, (found) => stillThere(found, 'The collection of this memory')),
    }),
    speaker: t.exposeString('speaker', { nullable: true, description: 'Name of the speaker; null if none is known.' }),
    validFrom: t.expose('validFrom', { type: 'DateTime', description: 'When it starts to be valid.' }),
    validTo: t.expose('validTo', {
      type: 'DateTime',
      nullable: true,
      description: 'When it stops being valid, exclusive; null: open-ended.',
    }),
    supersededBy: t.field({
      type: MemoryRef,
      nullable: true,
      description: 'The memory that replaced it; null if there is none or it was forgotten.',
      resolve: async ({ supersededById }, _args, { loaders }) => {
        const successor = supersededById ? await loaders.memory.load(supersededById) : null;
        return successor?.status === 'FORGOTTEN' ? null : successor;
      },
    }),
    supersedes: t.field({
      type: [MemoryRef],
      description: 'The memories that it replaced, oldest first, without those that were forgotten.',
      complexity: { field: 1, multiplier: 2 },
      resolve: async ({ id }, _args, { loaders }) => [...(await loaders.supersedes.load(id))],
    }),
    accessCount: t.exposeInt('accessCount', {
      description: 'Number of recalls by search, context, bootstrap or an agent.',
    }),
    lastAccessedAt: t.expose('lastAccessedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last recalled; null if it never was.',
    }),
    embeddingStatus: t.expose('embeddingStatus', {
      type: EmbeddingStatusEnum,
      description: 'Whether it can be found by its meaning.',
    }),
    revision: t.exposeInt('revision', {
      description: 'Increases with every write, never by recalls or automatic tier changes.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was stored.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was last written.' }),
  }),
});
defineNode(MemoryRef, {
  load: (id, { loaders }) => loaders.memory.load(id),
  query: 'One memory by its id, whatever its status; null if it does not exist or is not visible to the viewer.',
});

export const MemoryConnectionRef = connectionType(MemoryRef);

interface MemoryListArgs extends PagingArgs {
  readonly filter?: typeof MemoryFilterInput.$inferInput | null | undefined;
  readonly orderBy: MemoryOrder;
}

/** Lists the memories of one parent as a connection; parents with the same arguments are batched. */
export async function listMemoriesOf(
  context: Context,
  of: MemoryParents['of'],
  parentId: string,
  { filter: given, orderBy, ...paging }: MemoryListArgs,
): Promise<Connection<Memory>> {
  const { loaders } = context;
  const list = ['memories of', of, parentId, orderBy];
  const filter = await memoryFilterOf(given, context);
  const args = { of, filter, order: orderBy, page: pageRequest(list, paging) };
  return {
    list,
    page: await loaders.memoriesOf.load({ parentId, args }),
    totalCount: () => loaders.memoryCountOf.load({ parentId, args: { of, filter } }),
  };
}

const listArgs = builder.args((t) => ({
  filter: t.field({ type: MemoryFilterInput, description: 'Conditions; default: all CURRENT memories.' }),
  orderBy: t.field({
    type: MemoryOrderEnum,
    required: true,
    defaultValue: 'CREATED_DESC',
    description: 'The order of the list.',
  }),
}));

builder.objectField(CollectionRef, 'memories', (t) =>
  t.field({
    type: MemoryConnectionRef,
    description: 'Its own memories, without those of its children.',
    args: { ...connectionArgs, ...listArgs },
    complexity: connectionCost,
    resolve: ({ id }, args, context) => listMemoriesOf(context, 'collection', id, args),
  }),
);

builder.queryField('memories', (t) =>
  t.field({
    type: MemoryConnectionRef,
    description: 'Memories of the given collections and of all collections below them.',
    args: {
      collectionIds: t.arg.idList({
        description: `Ids of Collections, at least one. ${othersMatchNothing} Omitted or null: all that the viewer may read.`,
      }),
      ...connectionArgs,
      ...listArgs,
    },
    complexity: connectionCost,
    resolve: async (_root, { collectionIds, filter: given, orderBy, ...paging }, context) => {
      const ids = await resolveScope(context, collectionIds);
      const filter = await memoryFilterOf(given, context);
      const viewer = viewerOf(context);
      const list = ['memories', ...(collectionIds ?? []), orderBy];
      const { memories } = context.services;
      return {
        list,
        page: await memories.page(viewer, ids, { filter, order: orderBy, page: pageRequest(list, paging) }),
        totalCount: () => memories.count(viewer, ids, filter),
      };
    },
  }),
);

/** Ids of the collections in the scope of a query, including descendants. Unknown ids match nothing; an empty list is rejected. */
export async function resolveScope(
  context: Context,
  ids: readonly string[] | null | undefined,
): Promise<readonly string[]> {
  return context.services.collections.tree(viewerOf(context), collectionKeys('collectionIds', ids));
}
