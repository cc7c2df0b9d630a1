import { builder, viewerOf } from '../graphql/builder.ts';
import { type Connection, childConnection, connectionCost, connectionType } from '../graphql/connection.ts';
import type { Context } from '../graphql/context.ts';
import { keyThatReturns, mutation } from '../graphql/mutation.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { decodeNodeId, requireNodeId } from '../graphql/node-id.ts';
import { connectionArgs, forwardArgs, pageRequest } from '../graphql/paging.ts';
import { badUserInput } from '../graphql/request-errors.ts';
import { work } from '../graphql/work.ts';
import { ConflictError, NotFoundError, QuotaExceededError, ValidationError } from '../platform/errors.ts';
import type { ChangedCollection, Collection, CollectionSettings, Created } from './collection.ts';

const CollectionSettingsRef = builder.objectRef<CollectionSettings>('CollectionSettings').implement({
  description: 'Settings of a collection.',
  fields: (t) => ({
    duplicateThreshold: t.exposeFloat('duplicateThreshold', {
      description: 'Cosine similarity from which two memories count as possible duplicates, above 0 and up to 1.',
    }),
    decayHalfLifeDays: t.exposeFloat('decayHalfLifeDays', {
      description: 'Half-life of resonance: after so many days a recall counts half.',
    }),
    autoConsolidate: t.exposeBoolean('autoConsolidate', {
      description: 'Whether safe findings of consolidation are applied without being asked for.',
    }),
    language: t.exposeString('language', {
      description:
        'Language of its texts, as an ISO 639 code. Word stems, date words and names of entities are read in it. After a change all memories are read again in the background: searches by words find only those that have been, and a second CollectionChanged tells that all have.',
    }),
    timeZone: t.exposeString('timeZone', {
      description:
        'IANA time zone in which dates in its texts are understood. A change takes effect in the same way as one of `language`.',
    }),
    retentionDays: t.exposeInt('retentionDays', {
      nullable: true,
      description:
        'Number of days after which a stored memory is purged, whatever its status; this happens within the hour. Null keeps memories for good. Messages are kept, including those that the memories were learnt from.',
    }),
  }),
});

export const CollectionRef = builder.objectRef<Collection>('Collection');
CollectionRef.implement({
  description: 'A set of memories and conversations with its own settings. Collections form trees.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    key: t.exposeString('key', {
      nullable: true,
      description:
        'The application’s own key, unique among the collections with the same parent; null if none was given.',
    }),
    name: t.exposeString('name', { description: 'Display name, 1 to 200 characters; it need not be unique.' }),
    description: t.exposeString('description', {
      nullable: true,
      description:
        'What it is for, up to 2,000 characters; agents that answer in it read it as part of their task. Null if none was given.',
    }),
    parent: t.field({
      type: CollectionRef,
      nullable: true,
      description: 'The parent collection; null if it is at the top level or its parent is not visible to the viewer.',
      resolve: ({ parentId }, _args, { loaders }) => (parentId ? loaders.collection.load(parentId) : null),
    }),
    settings: t.expose('settings', { type: CollectionSettingsRef, description: 'Its settings.' }),
    revision: t.exposeInt('revision', {
      description:
        'Increases with every committed change of the collection and of what it directly contains. Changes in its children do not count.',
    }),
    memoryCount: t.exposeInt('memoryCount', {
      description: 'Number of its own CURRENT memories, without those of its children.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'When its name, description, parent or settings last changed.',
    }),
  }),
});
defineNode(CollectionRef, {
  load: (id, { loaders }) => loaders.collection.load(id),
  query: 'One collection by its id; null if it does not exist or is not visible to the viewer.',
});

builder.queryField('collectionByKey', (t) =>
  t.field({
    type: CollectionRef,
    nullable: true,
    description:
      'The collection with this application key under a given parent; null if there is none or it is not visible to the viewer.',
    args: {
      key: t.arg.string({ required: true, description: 'The key, as it was given to `createCollection`.' }),
      parentId: t.arg.id({ description: 'Id of the parent Collection; omitted or null: the top level.' }),
    },
    resolve: (_root, { key, parentId }, { loaders }) => {
      const parent = parentId == null ? null : decodeNodeId('Collection', parentId);
      if (parentId != null && parent === null) return null;
      return loaders.collectionByKey.load({ parentId: key, args: { parent } });
    },
  }),
);

const CollectionConnectionRef = connectionType(CollectionRef);

/** Said of every list of collections that a query takes: an unknown id is no error. */
export const othersMatchNothing = 'Unknown ids, and collections that the viewer may not see, match nothing.';

/** Ids of the collections in an argument; null if it is omitted. Unknown ids match nothing; an empty list is rejected. */
export function collectionKeys(argument: string, ids: readonly string[] | null | undefined): string[] | null {
  if (ids?.length === 0) throw badUserInput(argument, 'is empty: name at least one, or omit it for all');
  return ids?.flatMap((id) => decodeNodeId('Collection', id) ?? []) ?? null;
}

builder.objectField(CollectionRef, 'children', (t) =>
  t.field({
    type: CollectionConnectionRef,
    description: 'The collections directly below it, oldest first. No event tells that this list has changed.',
    args: forwardArgs,
    complexity: connectionCost,
    resolve: ({ id }, args, { loaders }) =>
      childConnection('collections', id, args, { pages: loaders.childrenOfCollection, counts: loaders.childCount }),
  }),
);

builder.queryField('collections', (t) =>
  t.field({
    type: CollectionConnectionRef,
    description: 'All collections that the viewer may read, children included, oldest first.',
    args: connectionArgs,
    complexity: connectionCost,
    resolve: async (_root, args, context): Promise<Connection<Collection>> => {
      const [list, viewer] = [['collections', null], viewerOf(context)];
      const { collections } = context.services;
      const page = await collections.page(viewer, pageRequest(list, args));
      return { list, page, totalCount: () => collections.count(viewer) };
    },
  }),
);

const CollectionSettingsInput = builder.inputType('CollectionSettingsInput', {
  description: 'Settings of a collection. What is omitted keeps its value or, in a new collection, its default.',
  fields: (t) => ({
    duplicateThreshold: t.float({
      description:
        'Cosine similarity from which two memories count as possible duplicates: above 0, at most 1; default 0.95.',
    }),
    decayHalfLifeDays: t.float({
      description: 'Days after which a recall counts half: above 0, at most 36,500; default 30.',
    }),
    autoConsolidate: t.boolean({
      description: 'Whether safe findings of consolidation are applied without being asked for; default false.',
    }),
    language: t.string({
      description:
        'Language of its texts: an ISO 639 code such as "de"; default "en". Variants are stored as the usual code: "deu" as "de", "nb" as "no". Changing it costs 1 for each memory of the collection, as all are read again.',
    }),
    timeZone: t.string({
      description:
        'Time zone of dates in its texts: an IANA name such as "Europe/Berlin"; default "UTC". "CET", "MET", "EET" and "WET" are stored as a city of theirs. Changing it costs 0.2 for each memory of the collection.',
    }),
    retentionDays: t.int({
      description: 'Days after which memories are purged, 1 to 36,500; null, the default, keeps them for good.',
    }),
  }),
});

/** An empty string is an unknown id, not an absent one. */
const parentOf = <None extends null | undefined>(id: string | None): string | None =>
  typeof id === 'string' ? requireNodeId('Collection', id) : id;

export const CreateOutcomeEnum = builder.enumType('CreateOutcome', {
  description: 'What happened to a collection or conversation that was to be created.',
  values: {
    CREATED: { description: 'It is new.' },
    EXISTING: { description: 'Another one already had its `key`, and is returned unchanged.' },
    REPLAYED: {
      description: 'The idempotency key was used before; what that call returned is returned, as it is now.',
    },
  } as const,
});

mutation('createCollection', {
  description: 'Creates a collection, or returns the one that already has this `key` under the same parent.',
  input: builder.inputType('CreateCollectionInput', {
    description: 'The new collection.',
    fields: (t) => ({
      name: t.string({
        required: true,
        description: 'Display name, 1 to 200 characters; surrounding white space is removed.',
      }),
      key: t.string({
        description:
          'The application’s own key for it, such as a user id, 1 to 200 characters. If a collection under the same parent already has this key, that one is returned and nothing is created or changed.',
      }),
      description: t.string({ description: 'What it is for, up to 2,000 characters.' }),
      parentId: t.id({
        description:
          'Id of the parent Collection; omitted or null: the top level, which is refused to credentials limited to some collections. Collections nest at most 16 deep.',
      }),
      settings: t.field({ type: CollectionSettingsInput, description: 'Settings that differ from the defaults.' }),
      idempotencyKey: t.string({ description: keyThatReturns('the same collection') }),
    }),
  }),
  payload: builder.objectRef<{ collection: Created<Collection> }>('CreateCollectionPayload').implement({
    description: 'The collection, and whether it is new.',
    fields: (t) => ({
      collection: t.expose('collection', {
        type: CollectionRef,
        description: 'The new collection, or the existing one with the same `key`.',
      }),
      outcome: t.field({
        type: CreateOutcomeEnum,
        description: 'Whether the collection is new.',
        resolve: ({ collection }) => collection.outcome,
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError, QuotaExceededError, ConflictError],
  resolve: async (input, context) => {
    const parentId = parentOf(input.parentId);
    return { collection: await context.services.collections.create(viewerOf(context), { ...input, parentId }) };
  },
});

/** Another language or time zone lets all memories be read again, which costs by their number. */
async function chargeForReading(
  context: Context,
  id: string,
  {
    language,
    timeZone,
  }: { readonly language?: string | null | undefined; readonly timeZone?: string | null | undefined },
): Promise<void> {
  if (!language && !timeZone) return;
  const { settings, memoryCount } = await context.services.collections.require(viewerOf(context), id);
  const ofMemory =
    (language && language !== settings.language ? work.language : 0) +
    (timeZone && timeZone !== settings.timeZone ? work.timeZone : 0);
  await context.charge(ofMemory * memoryCount);
}

mutation('updateCollection', {
  description: 'Changes a collection. Omitted fields keep their values; null clears what can be cleared.',
  input: builder.inputType('UpdateCollectionInput', {
    description: 'What to change.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of a Collection.' }),
      parentId: t.id({
        description:
          'Id of the new parent Collection, which must not be the collection itself or one below it; null moves it to the top level, which is refused to credentials limited to some collections; omitted: it stays. Collections nest at most 16 deep. ConflictError(STATE) if the new parent already has a collection with the same `key`.',
      }),
      name: t.string({
        description: 'Display name, 1 to 200 characters; surrounding white space is removed. Cannot be cleared.',
      }),
      description: t.string({ description: 'What it is for, up to 2,000 characters; null clears it.' }),
      settings: t.field({
        type: CollectionSettingsInput,
        description: 'Settings to change; those omitted keep their values.',
      }),
    }),
  }),
  payload: builder.objectRef<{ collection: ChangedCollection }>('UpdateCollectionPayload').implement({
    description: 'The changed collection.',
    fields: (t) => ({
      collection: t.expose('collection', { type: CollectionRef, description: 'The collection as it is now.' }),
      formerParent: t.field({
        type: CollectionRef,
        nullable: true,
        description:
          'The collection that it was directly below, if the call moved it; null if it did not, or it was at the top level, or that one is not visible to the viewer.',
        resolve: ({ collection: { formerParentId } }, _args, { loaders }) =>
          formerParentId ? loaders.collection.load(formerParentId) : null,
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError, ConflictError],
  resolve: async (input, context) => {
    const id = requireNodeId('Collection', input.id);
    const parentId = parentOf(input.parentId);
    await chargeForReading(context, id, input.settings ?? {});
    return { collection: await context.services.collections.update(viewerOf(context), { ...input, id, parentId }) };
  },
});
