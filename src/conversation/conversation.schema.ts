import { CollectionRef } from '../collection/collection.schema.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import { type Connection, connectionCost, connectionType } from '../graphql/connection.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { decodeNodeId } from '../graphql/node-id.ts';
import { connectionArgs, forwardArgs, pageRequest } from '../graphql/paging.ts';
import { requestError } from '../graphql/request-errors.ts';
import { resolveScope } from '../memory/memory.schema.ts';
import type { Conversation } from './conversation.ts';

export const ConversationRef = builder.objectRef<Conversation>('Conversation');
ConversationRef.implement({
  description: 'Messages in a row. What is remembered of them becomes memories of its collection.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    key: t.exposeString('key', {
      nullable: true,
      description: 'The application’s own key, which no other of its collection has; null where it was given none.',
    }),
    title: t.exposeString('title', { nullable: true, description: 'What people call it, 1 to 500 characters.' }),
    metadata: t.expose('metadata', { type: 'JSON', nullable: true, description: 'The application’s own data.' }),
    collection: t.field({
      type: CollectionRef,
      description: 'The collection that it belongs to.',
      resolve: ({ collectionId }, _args, { loaders }) =>
        loaders.collection.use(collectionId, (collection) => {
          if (collection) return collection;
          throw requestError('NOT_FOUND', 'The collection of this conversation was deleted meanwhile');
        }),
    }),
    messageCount: t.exposeInt('messageCount', { description: 'How many messages it has.' }),
    lastMessageAt: t.expose('lastMessageAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The latest `sentAt` of its messages; null where it has none.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'When its title or metadata changed last, or a message was appended.',
    }),
  }),
});
defineNode(ConversationRef, {
  load: (id, { loaders }) => loaders.conversation.load(id),
  query: 'One conversation by its id; null where it is not there or not visible to the viewer.',
});

builder.queryField('conversationByKey', (t) =>
  t.field({
    type: ConversationRef,
    nullable: true,
    description:
      'The conversation of a collection that has this key of the application’s own; null where there is none, or none that is visible to the viewer.',
    args: {
      collectionId: t.arg.id({ required: true, description: 'Id of a Collection.' }),
      key: t.arg.string({ required: true, description: 'As it was given to `createConversation`.' }),
    },
    resolve: (_root, { collectionId, key }, context) => {
      const collection = decodeNodeId('Collection', collectionId);
      return collection === null ? null : context.services.conversations.byKey(viewerOf(context), collection, key);
    },
  }),
);

const ConversationConnectionRef = connectionType(ConversationRef);

const ConversationOrderEnum = builder.enumType('ConversationOrder', {
  description: 'The order of conversations. Paging by activity may repeat or skip, since new messages change it.',
  values: {
    ACTIVE_DESC: {
      description:
        'Where a message was sent last first; one without messages counts from its making. One that is written to while you page moves to the front, and may be missed: page by CREATED_DESC for all of them.',
    },
    CREATED_DESC: { description: 'Newest first.' },
  } as const,
});

builder.objectField(CollectionRef, 'conversations', (t) =>
  t.field({
    type: ConversationConnectionRef,
    description: 'Its own conversations, without its children’s, newest first.',
    args: connectionArgs,
    complexity: connectionCost,
    resolve: async ({ id }, args, { loaders }): Promise<Connection<Conversation>> => {
      const list = ['conversations of', id];
      return {
        list,
        page: await loaders.conversationsOfCollection.load({ parentId: id, args: pageRequest(list, args) }),
        totalCount: async () => (await loaders.conversationCount.load(id))?.count ?? 0,
      };
    },
  }),
);

builder.queryField('conversations', (t) =>
  t.field({
    type: ConversationConnectionRef,
    description: 'Conversations of some collections and all below them.',
    args: {
      collectionIds: t.arg.idList({
        description: 'Ids of Collections, at least one; omitted: all that the viewer may read.',
      }),
      orderBy: t.arg({
        type: ConversationOrderEnum,
        required: true,
        defaultValue: 'ACTIVE_DESC',
        description: 'Which first.',
      }),
      ...forwardArgs,
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
        totalCount: async () => (await conversations.counts(viewer, ids)).reduce((sum, { count }) => sum + count, 0),
      };
    },
  }),
);
