import { CollectionRef, CreateOutcomeEnum } from '../collection/collection.schema.ts';
import type { Created } from '../collection/collection.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import { keyThatReturns, mutation } from '../graphql/mutation.ts';
import { requireNodeId } from '../graphql/node-id.ts';
import { ConflictError, NotFoundError, ValidationError } from '../platform/errors.ts';
import { ConversationRef } from './conversation.schema.ts';
import type { DeletedConversation } from './conversation.service.ts';
import type { Conversation } from './conversation.ts';

mutation('createConversation', {
  description:
    'Creates a conversation without messages, or returns the one of the collection that already has this `key`.',
  input: builder.inputType('CreateConversationInput', {
    description: 'The new conversation.',
    fields: (t) => ({
      collectionId: t.id({ required: true, description: 'Id of the Collection that it belongs to.' }),
      key: t.string({
        description:
          'The application’s own key for it, such as a thread id, 1 to 200 characters. If a conversation of the collection already has this key, that one is returned and nothing is created or changed.',
      }),
      title: t.string({ description: 'Display title, 1 to 500 characters.' }),
      metadata: t.field({ type: 'JSON', description: 'The application’s own data.' }),
      idempotencyKey: t.string({ description: keyThatReturns('the same conversation') }),
    }),
  }),
  payload: builder.objectRef<{ conversation: Created<Conversation> }>('CreateConversationPayload').implement({
    description: 'The conversation, and whether it is new.',
    fields: (t) => ({
      conversation: t.expose('conversation', {
        type: ConversationRef,
        description: 'The new conversation, or the existing one with the same `key`.',
      }),
      outcome: t.field({
        type: CreateOutcomeEnum,
        description: 'Whether the conversation is new.',
        resolve: ({ conversation }) => conversation.outcome,
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
  description: 'Changes a conversation. Omitted fields keep their values; null clears.',
  input: builder.inputType('UpdateConversationInput', {
    description: 'What to change.',
    fields: (t) => ({
      id: t.id({ required: true, description: 'Id of a Conversation.' }),
      title: t.string({ description: 'Display title, 1 to 500 characters; null clears it.' }),
      metadata: t.field({
        type: 'JSON',
        description: 'The application’s own data. It replaces the former data as a whole; null clears it.',
      }),
    }),
  }),
  payload: builder.objectRef<{ conversation: Conversation }>('UpdateConversationPayload').implement({
    description: 'The changed conversation.',
    fields: (t) => ({
      conversation: t.expose('conversation', { type: ConversationRef, description: 'The conversation as it is now.' }),
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
    'Deletes a conversation with its messages and all memories learnt from them, in any collection. They disappear from every answer at once and are erased in the background soon after; this cannot be undone. Memories learnt elsewhere that had been merged into one of them become CURRENT again. Answers that agents gave in other conversations stay.',
  input: builder.inputType('DeleteConversationInput', {
    description: 'The conversation to delete.',
    fields: (t) => ({ id: t.id({ required: true, description: 'Id of a Conversation.' }) }),
  }),
  payload: builder.objectRef<DeletedConversation & { deletedId: string }>('DeleteConversationPayload').implement({
    description: 'What was deleted, and what was kept.',
    fields: (t) => ({
      deletedId: t.exposeID('deletedId', { description: 'The id that the conversation had.' }),
      collection: t.expose('collection', { type: CollectionRef, description: 'The collection that it belonged to.' }),
      deletedMemoryCount: t.exposeInt('deletedMemoryCount', {
        description:
          'Number of memories deleted, whatever their status: those learnt from its messages. What is out of reach of the token or API key is deleted, too, and not counted.',
      }),
      keptMemoryCount: t.exposeInt('keptMemoryCount', {
        description:
          'Number of memories that stay although they superseded a deleted one or were superseded by one, because they were learnt elsewhere.',
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError],
  resolve: async ({ id }, context) => ({
    ...(await context.services.conversations.delete(viewerOf(context), requireNodeId('Conversation', id))),
    deletedId: id,
  }),
});
