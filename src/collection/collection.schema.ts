import { builder, viewerOf } from '../graphql/builder.ts';
import { type Connection, connectionCost, connectionType } from '../graphql/connection.ts';
import type { Context } from '../graphql/context.ts';
import { mutation } from '../graphql/mutation.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { decodeNodeId, requireNodeId } from '../graphql/node-id.ts';
import { connectionArgs, forwardArgs, pageRequest } from '../graphql/paging.ts';
import { badUserInput } from '../graphql/request-errors.ts';
import type { PageRequest } from '../platform/db/page.ts';
import { ConflictError, NotFoundError, QuotaExceededError, ValidationError } from '../platform/errors.ts';
import type { Collection, CollectionSettings } from './collection.ts';

const CollectionSettingsRef = builder.objectRef<CollectionSettings>('CollectionSettings').implement({
  description: 'How a collection treats what is stored in it.',
  fields: (t) => ({
    duplicateThreshold: t.exposeFloat('duplicateThreshold', {
      description: 'Cosine similarity from which two memories may be the same, above 0 to 1.',
    }),
    decayHalfLifeDays: t.exposeFloat('decayHalfLifeDays', {
      description: 'Days after which the resonance of a recall has halved.',
    }),
    autoConsolidate: t.exposeBoolean('autoConsolidate', {
      description: 'Whether safe findings of consolidation are applied without asking.',
    }),
    language: t.exposeString('language', {
      description:
        'Language of its texts, as an ISO 639 code: stems, date words and names of entities follow it. A change is read into all memories in the background; a second CollectionChanged tells when searches have it.',
    }),
    timeZone: t.exposeString('timeZone', {
      description: 'IANA time zone in which its dates are understood; a change is read like one of `language`.',
    }),
    retentionDays: t.exposeInt('retentionDays', {
      nullable: true,
      description:
        'Days for which its memories are kept once they are stored; then they are purged, within the hour, whatever their status. Null keeps them. Messages stay, those that they were learnt from, too.',
    }),
  }),
});

export const CollectionRef = builder.objectRef<Collection>('Collection');
CollectionRef.implement({
  description: 'A set of memories and conversations with settings of its own. Collections form trees.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    key: t.exposeString('key', {
      nullable: true,
      description: 'The application’s own key, which no other has in the same place; null where it was given none.',
    }),
    name: t.exposeString('name', { description: 'What people call it, 1 to 200 characters; need not be unique.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'What it is for, up to 2,000 characters.',
    }),
    parent: t.field({
      type: CollectionRef,
      nullable: true,
      description:
        'The collection that it stands in; null at the top, or where the parent is not visible to the viewer.',
      resolve: ({ parentId }, _args, { loaders }) => (parentId ? loaders.collection.load(parentId) : null),
    }),
    settings: t.expose('settings', { type: CollectionSettingsRef, description: 'How it treats what is stored in it.' }),
    revision: t.exposeInt('revision', {
      description: 'Grows with every committed change of the collection and what it holds itself, not of its children.',
    }),
    memoryCount: t.exposeInt('memoryCount', {
      description: 'Number of its own CURRENT memories, without its children’s.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'When its name, description, place or settings changed last.',
    }),
  }),
});
defineNode(CollectionRef, {
  load: (id, { loaders }) => loaders.collection.load(id),
  query: 'One collection by its id; null where it is not there or not visible to the viewer.',
});

builder.queryField('collectionByKey', (t) =>
  t.field({
    type: CollectionRef,
    nullable: true,
    description:
      'The collection that has this key of the application’s own in a place; null where there is none, or none that is visible to the viewer.',
    args: {
      key: t.arg.string({ required: true, description: 'As it was given to `createCollection`.' }),
      parentId: t.arg.id({ description: 'Id of the Collection that it stands in; omitted: at the top.' }),
    },
    resolve: (_root, { key, parentId }, context) => {
      const parent = parentId == null ? null : decodeNodeId('Collection', parentId);
      if (parentId != null && parent === null) return null;
      return context.services.collections.byKey(viewerOf(context), parent, key);
    },
  }),
);

const CollectionConnectionRef = connectionType(CollectionRef);

/** Keys of the collections that an argument names, null where it names none. Unknown ids match nothing; an empty list is refused. */
export function collectionKeys(argument: string, ids: readonly string[] | null | undefined): string[] | null {
  if (ids?.length === 0) throw badUserInput(argument, 'is empty: name at least one, or omit it for all');
  return ids?.flatMap((id) => decodeNodeId('Collection', id) ?? []) ?? null;
}

async function listCollections(
  context: Context,
  parentId: string | null,
  request: PageRequest,
): Promise<Connection<Collection>> {
  const viewer = viewerOf(context);
  const { collections } = context.services;
  return {
    list: ['collections', parentId],
    page: await collections.page(viewer, parentId, request),
    totalCount: () => collections.count(viewer, parentId),
  };
}

builder.objectField(CollectionRef, 'children', (t) =>
  t.field({
    type: CollectionConnectionRef,
    description: 'The collections right below it, oldest first.',
    args: forwardArgs,
    complexity: connectionCost,
    resolve: ({ id }, args, context) => listCollections(context, id, pageRequest(['collections', id], args)),
  }),
);

builder.queryField('collections', (t) =>
  t.field({
    type: CollectionConnectionRef,
    description: 'All collections that the viewer may read, children included, oldest first.',
    args: connectionArgs,
    complexity: connectionCost,
    resolve: (_root, args, context) => listCollections(context, null, pageRequest(['collections', null], args)),
  }),
);

const CollectionSettingsInput = builder.inputType('CollectionSettingsInput', {
  description: 'Settings of a collection; what is omitted keeps its value, or its default in a new collection.',
  fields: (t) => ({
    duplicateThreshold: t.float({ description: 'Above 0 to 1; default 0.95.' }),
    decayHalfLifeDays: t.float({ description: 'Above 0 to 36,500; default 30.' }),
    autoConsolidate: t.boolean({ description: 'Default false.' }),
    language: t.string({
      description:
        'ISO 639 code, as "de"; default "en". Other codes of the same language are read as the usual one: "deu" as "de", "nb" as "no".',
    }),
    timeZone: t.string({ description: 'IANA name, as "Europe/Berlin"; default "UTC".' }),
    retentionDays: t.int({ description: '1 to 36,500; null, the default, keeps memories.' }),
  }),
});

/** An empty id is one that nothing has, and not none. */
const parentOf = <None extends null | undefined>(id: string | None): string | None =>
  typeof id === 'string' ? requireNodeId('Collection', id) : id;

mutation('createCollection', {
  description: 'Makes a collection, or answers the one that has its `key`.',
  input: builder.inputType('CreateCollectionInput', {
    description: 'The new collection.',
    fields: (t) => ({
      name: t.string({ required: true, description: '1 to 200 characters; white space around them is left out.' }),
      key: t.string({
        description:
          'The application’s own key of it, 1 to 200 characters, as the id of a user: where another one has it in the same place, that one is answered as it is, and nothing is made or changed.',
      }),
      description: t.string({ description: 'Up to 2,000 characters.' }),
      parentId: t.id({ description: 'The collection to stand in, at most 16 deep; omitted: at the top.' }),
      settings: t.field({ type: CollectionSettingsInput, description: 'What differs from the defaults.' }),
      idempotencyKey: t.string({
        description:
          'Repeating the call with this key within 24 hours answers the same collection. 1 to 200 characters.',
      }),
    }),
  }),
  payload: builder.objectRef<{ collection: Collection }>('CreateCollectionPayload').implement({
    description: 'The new collection.',
    fields: (t) => ({
      collection: t.expose('collection', {
        type: CollectionRef,
        description: 'The new collection, or the one that was there.',
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError, QuotaExceededError, ConflictError],
  resolve: async (input, context) => {
    const parentId = parentOf(input.parentId);
    return { collection: await context.services.collections.create(viewerOf(context), { ...input, parentId }) };
  },
});

mutation('updateCollection', {
  description: 'Changes a collection. Omitted leaves as it is, null clears.',
  input: builder.inputType('UpdateCollectionInput', {
    description: 'What to change.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of a Collection.' }),
      parentId: t.id({
        description:
          'The collection to stand in from now on, none of those below it; null moves it to the top. At most 16 are nested. ConflictError(STATE) where another one has its `key` there.',
      }),
      name: t.string({ description: '1 to 200 characters; white space around them is left out.' }),
      description: t.string({ description: 'Up to 2,000 characters.' }),
      settings: t.field({ type: CollectionSettingsInput, description: 'What changes.' }),
    }),
  }),
  payload: builder.objectRef<{ collection: Collection }>('UpdateCollectionPayload').implement({
    description: 'The changed collection.',
    fields: (t) => ({ collection: t.expose('collection', { type: CollectionRef, description: 'As it is now.' }) }),
  }),
  errors: [NotFoundError, ValidationError, ConflictError],
  resolve: async (input, context) => {
    const id = requireNodeId('Collection', input.id);
    const parentId = parentOf(input.parentId);
    return { collection: await context.services.collections.update(viewerOf(context), { ...input, id, parentId }) };
  },
});
