import { CollectionRef } from '../collection/collection.schema.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import { mutation } from '../graphql/mutation.ts';
import { requireNodeId } from '../graphql/node-id.ts';
import { ConflictError, NotFoundError, ValidationError } from '../platform/errors.ts';
import { ConversationRef } from './conversation.schema.ts';
import type { DeletedConversation } from './conversation.service.ts';
import type { Conversation } from './conversation.ts';

mutation('createConversation', {
  description: 'Makes a conversation without messages, or answers the one that has its `key`.',
  input: builder.inputType('CreateConversationInput', {
    description: 'The new conversation.',
    fields: (t) => ({
      collectionId: t.id({ required: true, description: 'Id of the Collection that it belongs to.' }),
      key: t.string({
        description:
          'The application’s own key of it, 1 to 200 characters, as the id of a thread: where another one of the collection has it, that one is answered as it is, and nothing is made or changed.',
      }),
      title: t.string({ description: '1 to 500 characters.' }),
      metadata: t.field({ type: 'JSON', description: 'The application’s own data.' }),
      idempotencyKey: t.string({
        description:
          'Repeating the call with this key within 24 hours answers the same conversation. 1 to 200 characters.',
      }),
    }),
  }),
  payload: builder.objectRef<{ conversation: Conversation }>('CreateConversationPayload').implement({
    description: 'The new conversation.',
    fields: (t) => ({
      conversation: t.expose('conversation', {
        type: ConversationRef,
        description: 'The new conversation, or the one that was there.',
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError, ConflictError],
  resolve: async (input, context) => {
    const collectionId = requireNodeId('Collection', input.collectionId);
    const { conversations } = context.services;
    return { conversation: await conversations.create(viewerOf(context), { ...input, collectionId }) };
  },
});

mutation('updateConversation', {
  description: 'Changes a conversation. Omitted leaves as it is, null clears.',
  input: builder.inputType('UpdateConversationInput', {
    description: 'What to change.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of a Conversation.' }),
      title: t.string({ description: '1 to 500 characters.' }),
      metadata: t.field({ type: 'JSON', description: 'The application’s own data; replaced as a whole.' }),
    }),
  }),
  payload: builder.objectRef<{ conversation: Conversation }>('UpdateConversationPayload').implement({
    description: 'The changed conversation.',
    fields: (t) => ({
      conversation: t.expose('conversation', { type: ConversationRef, description: 'As it is now.' }),
    }),
  }),
  errors: [NotFoundError, ValidationError],
  resolve: async (input, context) => {
    const id = requireNodeId('Conversation', input.id);
    return { conversation: await context.services.conversations.update(viewerOf(context), { ...input, id }) };
  },
});

mutation('deleteConversation', {
  description:
    'Deletes a conversation with its messages and all memories learnt from them, in whatever collection: gone from every answer at once, erased soon after. What was merged into one of those, and learnt elsewhere, counts again. What agents answered of it in other conversations stays there.',
  input: builder.inputType('DeleteConversationInput', {
    description: 'The conversation to delete.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Id of a Conversation.' }) }),
  }),
  payload: builder.objectRef<DeletedConversation & { deletedId: string }>('DeleteConversationPayload').implement({
    description: 'What was deleted and what was kept.',
    fields: (t) => ({
      deletedId: t.exposeID('deletedId', { description: 'The id that the conversation had.' }),
      collection: t.expose('collection', { type: CollectionRef, description: 'The collection that it belonged to.' }),
      deletedMemoryCount: t.exposeInt('deletedMemoryCount', {
        description: 'How many memories went with it, whatever their status: those learnt from its messages.',
      }),
      keptMemoryCount: t.exposeInt('keptMemoryCount', {
        description:
          'How many memories stay although they superseded one of those or were superseded by one: they were learnt elsewhere.',
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError],
  resolve: async ({ id }, context) => ({
    ...(await context.services.conversations.delete(viewerOf(context), requireNodeId('Conversation', id))),
    deletedId: id,
  }),
});
