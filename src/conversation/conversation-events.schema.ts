import { collectionEvents, collectionStream } from '../collection/collection-events.schema.ts';
import { builder, viewerOf } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { eventStream } from '../graphql/event-stream.ts';
import { EventUnion } from '../graphql/event-union.ts';
import { decodeNodeId, encodeNodeId } from '../graphql/node-id.ts';
import { requestError } from '../graphql/request-errors.ts';
import { encodeStreamCursor } from '../graphql/stream-cursor.ts';
import { StreamEventInterface, streamArgs, type ToldEvent } from '../graphql/stream-event.schema.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import type { LoggedEvent } from '../platform/events/consumer.ts';
import { ConversationRef } from './conversation.schema.ts';
import type { Conversation } from './conversation.ts';
import { MessageRef } from './message.schema.ts';
import type { Message } from './message.ts';

/** What happens in a conversation. Features that come later add what they tell. */
export const conversationEvents = new EventUnion(
  'ConversationEvent',
  'What happens in a conversation. Clients need a default branch: members may be added.',
);

interface ConversationAdded extends ToldEvent {
  readonly conversation: Conversation;
}

const ConversationAddedRef = builder.objectRef<ConversationAdded>('ConversationAdded').implement({
  description: 'A conversation was begun.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({ conversation: t.expose('conversation', { type: ConversationRef, description: 'As it is now.' }) }),
});

interface ConversationChanged extends ConversationAdded {
  readonly changed: readonly string[];
}

const ConversationChangedRef = builder.objectRef<ConversationChanged>('ConversationChanged').implement({
  description:
    'A conversation was changed: `changed` has `messages` where a purge has emptied some of them and, in the stream of its collection alone, `messageCount` where some were appended.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    conversation: t.expose('conversation', { type: ConversationRef, description: 'As it is now.' }),
    changed: t.stringList({ description: 'The fields that changed.', resolve: ({ changed }) => [...changed] }),
  }),
});

interface ConversationDeleted extends ToldEvent {
  readonly conversationId: string;
}

const ConversationDeletedRef = builder.objectRef<ConversationDeleted>('ConversationDeleted').implement({
  description:
    'A conversation was deleted, and with it all memories that were learnt in it: those of its own collection are not told one by one. Comes in place of any event whose conversation is gone meanwhile.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    conversationId: t.id({
      description: 'Id of the Conversation.',
      resolve: ({ conversationId }) => encodeNodeId('Conversation', conversationId),
    }),
  }),
});

interface MessageAppended extends ToldEvent {
  readonly message: Message;
}

const MessageAppendedRef = builder.objectRef<MessageAppended>('MessageAppended').implement({
  description: 'A message was appended to the conversation.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({ message: t.expose('message', { type: MessageRef, description: 'The message.' }) }),
});

const tellConversation = async ({ type, subjectId, changed }: LoggedEvent, { loaders }: Context) => {
  const conversation = type === 'ConversationDeleted' ? null : await loaders.conversation.load(subjectId);
  if (!conversation) return { typeName: ConversationDeletedRef.name, conversationId: subjectId };
  return { typeName: type, conversation, changed };
};

collectionEvents.add('ConversationAdded', [ConversationAddedRef], tellConversation);
for (const union of [collectionEvents, conversationEvents]) {
  union.add('ConversationChanged', [ConversationChangedRef], tellConversation);
  union.add('ConversationDeleted', [ConversationDeletedRef], tellConversation);
}
conversationEvents.add('MessageAppended', [MessageAppendedRef], async ({ subjectId }, { loaders }) => {
  const message = await loaders.message.load(subjectId);
  return message && { typeName: MessageAppendedRef.name, message };
});

export const conversationStream = (accountId: string, id: string): StreamRef => ({
  accountId,
  kind: 'conversation',
  streamId: id,
});

builder.objectField(ConversationRef, 'eventsCursor', (t) =>
  t.string({
    description:
      'Where its events stood when it was read, for `conversationEvents(after:)`: what was read with it has no gap to what is told then.',
    resolve: ({ accountId, id, eventSeq }) =>
      encodeStreamCursor(conversationStream(accountId, id), { seq: eventSeq, text: null }),
  }),
);

builder.subscriptionField('conversationEvents', (t) =>
  t.field({
    type: conversationEvents.ref,
    description:
      'What happens in a conversation from now on, or after a cursor. NOT_FOUND where it is not there or not visible to the viewer; ConversationDeleted and then GONE once it is deleted, with its collection or alone, or its collection moved out of what the viewer may see.',
    args: {
      conversationId: t.arg.id({ required: true, description: 'Id of a Conversation.' }),
      ...streamArgs,
    },
    subscribe: async (_root, { conversationId, ...args }, context) => {
      const viewer = viewerOf(context);
      const { conversations } = context.services;
      const id = decodeNodeId('Conversation', conversationId);
      if (id === null) throw requestError('NOT_FOUND', 'No Conversation has this id, or it is not visible to you');
      const { collectionId } = await conversations.require(viewer, id);
      return eventStream(context, {
        ref: conversationStream(viewer.accountId, id),
        within: [collectionStream(viewer.accountId, collectionId)],
        union: conversationEvents,
        args,
        find: async () => ({ seq: (await conversations.require(viewer, id)).eventSeq }),
        farewell: 'ConversationDeleted',
      });
    },
    resolve: ({ value }) => value,
  }),
);
