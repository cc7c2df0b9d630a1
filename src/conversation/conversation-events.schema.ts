import { CollectionRef } from '../collection/collection.schema.ts';
import { collectionEvents, collectionStream } from '../collection/collection-events.schema.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { EventUnion } from '../graphql/event-union.ts';
import { encodeNodeId } from '../graphql/node-id.ts';
import { encodeStreamCursor } from '../graphql/stream-cursor.ts';
import { StreamEventInterface, type ToldEvent } from '../graphql/stream-event.schema.ts';
import { subscription } from '../graphql/subscription.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import type { LoggedEvent } from '../platform/events/consumer.ts';
import { ConversationRef } from './conversation.schema.ts';
import type { Conversation } from './conversation.ts';
import { MessageRef } from './message.schema.ts';
import type { Message } from './message.ts';

/** Events of a conversation. Features built on conversations add their own members. */
export const conversationEvents = new EventUnion(
  'ConversationEvent',
  'An event of a conversation. Members may be added: give clients a default branch.',
);

interface ConversationAdded extends ToldEvent {
  readonly conversation: Conversation;
}

const ConversationAddedRef = builder.objectRef<ConversationAdded>('ConversationAdded').implement({
  description: 'A conversation was created.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    conversation: t.expose('conversation', { type: ConversationRef, description: 'The conversation as it is now.' }),
  }),
});

interface ConversationChanged extends ConversationAdded {
  readonly changed: readonly string[];
}

const ConversationChangedRef = builder.objectRef<ConversationChanged>('ConversationChanged').implement({
  description:
    'A conversation changed. `changed` contains `messages` if a purge emptied some of its messages. In `collectionEvents` only, it contains `messageCount` if messages were appended.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    conversation: t.expose('conversation', { type: ConversationRef, description: 'The conversation as it is now.' }),
    changed: t.stringList({ description: 'Names of the fields that changed.', resolve: ({ changed }) => [...changed] }),
  }),
});

interface ConversationDeleted extends ToldEvent {
  readonly conversationId: string;
  readonly place: string | null;
}

const ConversationDeletedRef = builder.objectRef<ConversationDeleted>('ConversationDeleted').implement({
  description:
    'A conversation was deleted with all memories learnt in it; those in its own collection get no events of their own. It also replaces any event whose conversation has been deleted since.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    conversationId: t.id({
      description: 'Id of the deleted Conversation.',
      resolve: ({ conversationId }) => encodeNodeId('Conversation', conversationId),
    }),
    // Not `collection`: in CollectionChanged that is never null, so that no client could select both.
    collectionNow: t.field({
      type: CollectionRef,
      nullable: true,
      description: 'The collection that it belonged to, as it is now; null if that is gone, too.',
      resolve: ({ place }, _args, { loaders }) => (place === null ? null : loaders.collection.load(place)),
    }),
  }),
});

interface MessageAppended extends ToldEvent {
  readonly message: Message;
}

const MessageAppendedRef = builder.objectRef<MessageAppended>('MessageAppended').implement({
  description: 'A message was appended to the conversation.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({ message: t.expose('message', { type: MessageRef, description: 'The new message.' }) }),
});

const tellDeletion = async ({ subjectId }: LoggedEvent, _context: Context, place: string | null) => ({
  typeName: ConversationDeletedRef.name,
  conversationId: subjectId,
  place,
});

async function tellConversation(event: LoggedEvent, context: Context, place: string | null) {
  const conversation = await context.loaders.conversation.load(event.subjectId);
  return conversation ? { conversation, changed: event.changed } : tellDeletion(event, context, place);
}

collectionEvents.add('ConversationAdded', ConversationAddedRef, tellConversation);
for (const union of [collectionEvents, conversationEvents]) {
  union.add('ConversationChanged', ConversationChangedRef, tellConversation);
  union.add('ConversationDeleted', ConversationDeletedRef, tellDeletion);
}
conversationEvents.add('MessageAppended', MessageAppendedRef, async ({ subjectId }, { loaders }) => {
  const message = await loaders.message.load(subjectId);
  return message && { message };
});

export const conversationStream = (accountId: string, id: string): StreamRef => ({
  accountId,
  kind: 'conversation',
  streamId: id,
});

builder.objectField(ConversationRef, 'eventsCursor', (t) =>
  t.string({
    description:
      'Position of the conversation’s event stream when this was read. Give it to `conversationEvents(after:)` to get every event that is not yet in the data read with it.',
    resolve: ({ accountId, id, eventSeq }) =>
      encodeStreamCursor(conversationStream(accountId, id), { seq: eventSeq, text: null }),
  }),
);

subscription('conversationEvents', {
  description:
    'The events of a conversation: from now on, or after a cursor. Error NOT_FOUND if the conversation does not exist or is not visible to the viewer. Once it or its collection is deleted, or the collection is moved out of the viewer’s sight, ConversationDeleted comes and then the error GONE.',
  id: ['conversationId', 'Conversation'],
  union: conversationEvents,
  open: async (id, viewer, { services: { conversations } }) => {
    const { collectionId } = await conversations.require(viewer, id);
    return {
      ref: conversationStream(viewer.accountId, id),
      within: [collectionStream(viewer.accountId, collectionId)],
      find: async () => ({ seq: (await conversations.require(viewer, id)).eventSeq }),
      farewell: 'ConversationDeleted',
    };
  },
});
