import { CollectionRef, collectionKeys } from '../collection/collection.schema.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import { type Connection, connectionCost, connectionType } from '../graphql/connection.ts';
import type { Context } from '../graphql/context.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { connectionArgs, forwardArgs, type PagingArgs, pageRequest } from '../graphql/paging.ts';
import { requestError } from '../graphql/request-errors.ts';
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
  description: 'Whether a memory can be found by meaning.',
  values: {
    PENDING: { description: 'Not yet; by its words it can.' },
    READY: { description: 'It can.' },
    FAILED: { description: 'The embedder refused it, or failed at it alone; by its words it can.' },
  } as const,
});

export const MemoryRef = builder.objectRef<Memory>('Memory');
MemoryRef.implement({
  description: 'Something learnt. Its content never changes; a change of mind makes a new memory that supersedes it.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    content: t.exposeString('content', { description: 'What was learnt, 1 to 32,000 characters.' }),
    kind: t.expose('kind', { type: MemoryKindEnum, description: 'What sort of thing it is.' }),
    tier: t.expose('tier', {
      type: MemoryTierEnum,
      description:
        'How present it is, by its age, its conversation, and how often it answered a search, a context or an agent; not by what `bootstrap` shows. Set by hand it stays until set again.',
    }),
    status: t.expose('status', { type: MemoryStatusEnum, description: 'Whether it counts.' }),
    resonance: t.float({
      description:
        'How often it was recalled, as of now: each recall counts 1 when it happens and half of it after each half-life of the collection. Told within a second of the recall; plain reading is none.',
      resolve: (memory, _args, { loaders }) =>
        loaders.collection.use(memory.collectionId, (collection) =>
          collection ? resonanceAt(memory, collection.settings.decayHalfLifeDays, new Date()) : 0,
        ),
    }),
    tags: t.stringList({ description: 'At most 32, of 1 to 64 characters each.', resolve: ({ tags }) => [...tags] }),
    metadata: t.expose('metadata', { type: 'JSON', nullable: true, description: 'The application’s own data.' }),
    contentHash: t.exposeString('contentHash', {
      description: 'sha-256 of the normalised content (NFC, trimmed, white space as one), hex.',
    }),
    collection: t.field({
      type: CollectionRef,
      description: 'The collection that it belongs to.',
      resolve: ({ collectionId }, _args, { loaders }) =>
        loaders.collection.use(collectionId, (collection) => {
          if (collection) return collection;
          throw requestError('NOT_FOUND', 'The collection of this memory was deleted meanwhile');
        }),
    }),
    speaker: t.exposeString('speaker', { nullable: true, description: 'Who said it, by name.' }),
    validFrom: t.expose('validFrom', { type: 'DateTime', description: 'From when it holds.' }),
    validTo: t.expose('validTo', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when it holds, this instant not included; null: until further notice.',
    }),
    supersededBy: t.field({
      type: MemoryRef,
      nullable: true,
      description: 'The memory that took its place; null where there is none or it was forgotten.',
      resolve: async ({ supersededById }, _args, { loaders }) => {
        const successor = supersededById ? await loaders.memory.load(supersededById) : null;
        return successor?.status === 'FORGOTTEN' ? null : successor;
      },
    }),
    supersedes: t.field({
      type: [MemoryRef],
      description: 'The memories whose place it took, oldest first, without those that were forgotten.',
      complexity: { field: 1, multiplier: 2 },
      resolve: async ({ id }, _args, { loaders }) => [...(await loaders.supersedes.load(id))],
    }),
    accessCount: t.exposeInt('accessCount', {
      description: 'How often it was recalled by search, context, bootstrap or an agent.',
    }),
    lastAccessedAt: t.expose('lastAccessedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was recalled last.',
    }),
    embeddingStatus: t.expose('embeddingStatus', {
      type: EmbeddingStatusEnum,
      description: 'Whether it can be found by meaning.',
    }),
    revision: t.exposeInt('revision', { description: 'Raised by every write to it, never by recalls.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was stored.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it was written last.' }),
  }),
});
defineNode(MemoryRef, {
  load: (id, { loaders }) => loaders.memory.load(id),
  query: 'One memory by its id, whatever its status; null where it is not there or not visible to the viewer.',
});

export const MemoryConnectionRef = connectionType(MemoryRef);

interface MemoryListArgs extends PagingArgs {
  readonly filter?: typeof MemoryFilterInput.$inferInput | null | undefined;
  readonly orderBy: MemoryOrder;
}

/** The memories of one parent among many that are asked alike, as a connection. */
export async function listMemoriesOf(
  { loaders }: Context,
  of: MemoryParents['of'],
  parentId: string,
  { filter: given, orderBy, ...paging }: MemoryListArgs,
): Promise<Connection<Memory>> {
  const list = ['memories of', of, parentId, orderBy];
  const filter = memoryFilterOf(given);
  const args = { of, filter, order: orderBy, page: pageRequest(list, paging) };
  return {
    list,
    page: await loaders.memoriesOf.load({ parentId, args }),
    totalCount: () => loaders.memoryCountOf.load({ parentId, args: { of, filter } }),
  };
}

const listArgs = builder.args((t) => ({
  filter: t.field({ type: MemoryFilterInput, description: 'Which ones; default: all that are CURRENT.' }),
  orderBy: t.field({
    type: MemoryOrderEnum,
    required: true,
    defaultValue: 'CREATED_DESC',
    description: 'Which first.',
  }),
}));

builder.objectField(CollectionRef, 'memories', (t) =>
  t.field({
    type: MemoryConnectionRef,
    description: 'Its own memories, without its children’s.',
    args: { ...connectionArgs, ...listArgs },
    complexity: connectionCost,
    resolve: ({ id }, args, context) => listMemoriesOf(context, 'collection', id, args),
  }),
);

builder.queryField('memories', (t) =>
  t.field({
    type: MemoryConnectionRef,
    description: 'Memories of some collections and all below them.',
    args: {
      collectionIds: t.arg.idList({
        description: 'Ids of Collections, at least one; omitted: all that the viewer may read.',
      }),
      ...forwardArgs,
      ...listArgs,
    },
    complexity: connectionCost,
    resolve: async (_root, { collectionIds, filter: given, orderBy, ...paging }, context) => {
      const ids = await resolveScope(context, collectionIds);
      const filter = memoryFilterOf(given);
      const viewer = viewerOf(context);
      const list = ['memories', ...(collectionIds ?? []), orderBy];
      const { memories } = context.services;
      return {
        list,
        page: await memories.page(viewer, ids, filter, orderBy, pageRequest(list, paging)),
        totalCount: () => memories.count(viewer, ids, filter),
      };
    },
  }),
);

/** Ids of the collections that a query is about, children included. Unknown ids match nothing; an empty list is refused. */
export async function resolveScope(
  context: Context,
  ids: readonly string[] | null | undefined,
): Promise<readonly string[]> {
  return context.services.collections.tree(viewerOf(context), collectionKeys('collectionIds', ids));
}
