import { builder } from '../graphql/builder.ts';
import { type Connection, connectionCost, connectionType } from '../graphql/connection.ts';
import { encodeCursor, type ListName } from '../graphql/cursor.ts';
import { defineNode, NodeInterface } from '../graphql/node.schema.ts';
import { connectionArgs, pageRequest } from '../graphql/paging.ts';
import { stillThere } from '../graphql/request-errors.ts';
import { ConversationRef } from './conversation.schema.ts';
import { keysetOf, type Message, type MessageHead } from './message.ts';

export const MessageRoleEnum = builder.enumType('MessageRole', {
  description: 'Role of a message’s sender.',
  values: {
    USER: { description: 'A person who uses the application.' },
    ASSISTANT: { description: 'The model or agent that answers.' },
    SYSTEM: { description: 'Instructions of the application.' },
    TOOL: { description: 'The result of a tool.' },
  } as const,
});

/** The name of a conversation's list of messages. */
const messagesOf = (conversationId: string): ListName => ['messages of', conversationId];

/** A message whose content may not be loaded yet; it is then loaded on demand. */
type MessageNode = MessageHead & Partial<Pick<Message, 'content'>>;

export const MessageRef = builder.objectRef<MessageNode>('Message');
MessageRef.implement({
  description: 'One message of a conversation. It is never changed; only a purge can empty it.',
  interfaces: [NodeInterface],
  fields: (t) => ({
    conversation: t.field({
      type: ConversationRef,
      description: 'The conversation that it belongs to.',
      resolve: ({ conversationId }, _args, { loaders }) =>
        loaders.conversation.use(conversationId, (found) => stillThere(found, 'The conversation of this message')),
    }),
    role: t.expose('role', { type: MessageRoleEnum, description: 'Role of its sender.' }),
    speaker: t.exposeString('speaker', { nullable: true, description: 'Name of the speaker; null if none was given.' }),
    content: t.string({
      description:
        'The text, 1 to 32,000 characters. Empty if it was purged together with a memory learnt from it, or if it is an answer that used a purged memory.',
      resolve: ({ id, content }, _args, { loaders }) =>
        content ?? loaders.message.load(id).then((found) => stillThere(found, 'This message').content),
    }),
    seq: t.exposeInt('seq', { description: 'Its position in the conversation, from 1, without gaps.' }),
    cursor: t.string({
      description:
        'Its cursor in `Conversation.messages`, for `after` and `before`: it opens the conversation at a message that a search found.',
      resolve: (message) => encodeCursor(messagesOf(message.conversationId), keysetOf(message)),
    }),
    sentAt: t.expose('sentAt', { type: 'DateTime', description: 'When it was sent, as given by the sender.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was appended.' }),
    metadata: t.expose('metadata', {
      type: 'JSON',
      nullable: true,
      description: 'The application’s own data; null if there is none.',
    }),
  }),
});
defineNode(MessageRef, { load: (id, { loaders }) => loaders.message.load(id) });

const MessageConnectionRef = connectionType(MessageRef);

builder.objectField(ConversationRef, 'messages', (t) =>
  t.field({
    type: MessageConnectionRef,
    description: 'Its messages, oldest first. Use `last` for the newest.',
    args: connectionArgs,
    complexity: connectionCost,
    resolve: async ({ id, messageCount }, args, { loaders }): Promise<Connection<MessageNode>> => {
      const list = messagesOf(id);
      return {
        list,
        page: await loaders.messagesOfConversation.load({ parentId: id, args: pageRequest(list, args) }),
        totalCount: () => messageCount,
      };
    },
  }),
);
