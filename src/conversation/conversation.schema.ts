import { CollectionRef, othersMatchNothing } from '../collection/collection.schema.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import { type Connection, connectionCost, connectionType } from '../graphql/connection.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { decodeNodeId } from '../graphql/node-id.ts';
import { connectionArgs, pageRequest } from '../graphql/paging.ts';
import { stillThere } from '../graphql/request-errors.ts';
import { resolveScope } from '../memory/memory.schema.ts';
import type { Conversation } from './conversation.ts';

export const ConversationRef = builder.objectRef<Conversation>('Conversation');
ConversationRef.implement({
  description: 'A sequence of messages. Messages with `remember` become memories of its collection.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    key: t.exposeString('key', {
      nullable: true,
      description: 'The application’s own key, unique within the collection; null if none was given.',
    }),
    title: t.exposeString('title', {
      nullable: true,
      description: 'Display title, 1 to 500 characters; null if none was given.',
    }),
    metadata: t.expose('metadata', {
      type: 'JSON',
      nullable: true,
      description: 'The application’s own data; null if there is none.',
    }),
    collection: t.field({
      type: CollectionRef,
      description: 'The collection that it belongs to.',
      resolve: ({ collectionId }, _args, { loaders }) =>
        loaders.collection.use(collectionId, (found) => stillThere(found, 'The collection of this conversation')),
    }),
    messageCount: t.exposeInt('messageCount', { description: 'Number of its messages.' }),
    lastMessageAt: t.expose('lastMessageAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The latest `sentAt` of its messages; null if it has none.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'When its title or metadata last changed or a message was last appended.',
    }),
  }),
});
defineNode(ConversationRef, {
  load: (id, { loaders }) => loaders.conversation.load(id),
  query: 'One conversation by its id; null if it does not exist or is not visible to the viewer.',
});

builder.queryField('conversationByKey', (t) =>
  t.field({
    type: ConversationRef,
    nullable: true,
    description:
      'The conversation of a collection with this application key; null if there is none or it is not visible to the viewer.',
    args: {
      collectionId: t.arg.id({ required: true, description: 'Id of a Collection.' }),
      key: t.arg.string({ required: true, description: 'The key, as it was given to `createConversation`.' }),
    },
    resolve: (_root, { collectionId, key }, { loaders }) => {
      const collection = decodeNodeId('Collection', collectionId);
      return collection === null ? null : loaders.conversationByKey.load({ parentId: key, args: { collection } });
    },
  }),
);

const ConversationConnectionRef = connectionType(ConversationRef);

const ConversationOrderEnum = builder.enumType('ConversationOrder', {
  description: 'The order of a list of conversations.',
  values: {
    ACTIVE_DESC: {
      description:
        'Latest message first; a conversation without messages counts from its creation. A conversation that gets a message while you page moves to the front, and you may miss it: use CREATED_DESC to read all of them.',
    },
    CREATED_DESC: { description: 'Newest first.' },
  } as const,
});

builder.objectField(CollectionRef, 'conversations', (t) =>
  t.field({
    type: ConversationConnectionRef,
    description: 'Its own conversations, without those of its children.',
    args: {
      ...connectionArgs,
      orderBy: t.arg({
        type: ConversationOrderEnum,
        required: true,
        defaultValue: 'CREATED_DESC',
        description: 'The order of the list.',
      }),
    },
    complexity: connectionCost,
    resolve: async ({ id }, { orderBy, ...paging }, { loaders }): Promise<Connection<Conversation>> => {
      const list = ['conversations of', id, orderBy];
      const args = { order: orderBy, page: pageRequest(list, paging) };
      return {
        list,
        page: await loaders.conversationsOfCollection.load({ parentId: id, args }),
        totalCount: () => loaders.conversationCount.load({ parentId: id, args: {} }),
      };
    },
  }),
);

builder.queryField('conversations', (t) =>
  t.field({
    type: ConversationConnectionRef,
    description: 'Conversations of the given collections and of all collections below them.',
    args: {
      collectionIds: t.arg.idList({
        description: `Ids of Collections, at least one. ${othersMatchNothing} Omitted or null: all that the viewer may read.`,
      }),
      orderBy: t.arg({
        type: ConversationOrderEnum,
        required: true,
        defaultValue: 'ACTIVE_DESC',
        description: 'The order of the list.',
      }),
      ...connectionArgs,
    },
    complexity: connectionCost,
    resolve: async (_root, { collectionIds, orderBy, ...paging }, context): Promise<Connection<Conversation>> => {
      const viewer = viewerOf(context);
      const { conversations } = context.services;
      const list = ['conversations', orderBy, ...(collectionIds ?? [])];
      const request = pageRequest(list, paging);
      const ids = await resolveScope(context, collectionIds);
      return {
        list,
        page: await conversations.page(viewer, ids, orderBy, request),
        totalCount: () => conversations.count(viewer, ids),
      };
    },
  }),
);
