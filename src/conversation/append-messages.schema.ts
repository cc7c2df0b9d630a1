import { builder, viewerOf } from '../graphql/builder.ts';
import { mutation } from '../graphql/mutation.ts';
import { requireNodeId } from '../graphql/node-id.ts';
import { work } from '../graphql/work.ts';
import { MemoryRef } from '../memory/memory.schema.ts';
import { ConflictError, NotFoundError, QuotaExceededError, ValidationError } from '../platform/errors.ts';
import { maxMessages } from './conversation.input.ts';
import { ConversationRef } from './conversation.schema.ts';
import { MessageRef, MessageRoleEnum } from './message.schema.ts';
import type { AppendedMessages } from './message.service.ts';

const NewMessageInput = builder.inputType('NewMessageInput', {
  description: 'A new message.',
  fields: (t) => ({
    role: t.field({ type: MessageRoleEnum, required: true, description: 'The part that it plays.' }),
    content: t.string({
      required: true,
      description: 'What was said, 1 to 32,000 characters, not only white space.',
    }),
    speaker: t.string({ description: 'Who said it, by name, 1 to 200 characters.' }),
    sentAt: t.field({ type: 'DateTime', description: 'When it was sent; default: now.' }),
    metadata: t.field({ type: 'JSON', description: 'The application’s own data.' }),
    remember: t.boolean({
      required: true,
      defaultValue: false,
      description:
        'Makes a memory of it: a FACT of the same content and speaker that holds from `sentAt` on, with this message as its `source`. Not of what an ASSISTANT says that only repeats what was recalled: what memories of the collection, or below it, say already, or what runs of the conversation were given or answered.',
    }),
    idempotencyKey: t.string({
      description:
        'Repeating the call within 24 hours, with the same keys and messages, answers what it appended. A call that holds used and unused keys is a conflict. 1 to 200 characters.',
    }),
  }),
});

mutation('appendMessages', {
  description: `Appends up to ${maxMessages} messages to a conversation, all or none, in this order and with nothing in between.`,
  input: builder.inputType('AppendMessagesInput', {
    description: 'The new messages and where they go.',
    fields: (t) => ({
      conversationId: t.id({ required: true, description: 'Id of a Conversation.' }),
      messages: t.field({ type: [NewMessageInput], required: true, description: `1 to ${maxMessages} messages.` }),
    }),
  }),
  payload: builder.objectRef<AppendedMessages>('AppendMessagesPayload').implement({
    description: 'What was appended.',
    fields: (t) => ({
      conversation: t.expose('conversation', { type: ConversationRef, description: 'The conversation as it is now.' }),
      messages: t.field({
        type: [MessageRef],
        description: 'The messages, in the order given.',
        complexity: { field: 1, multiplier: 1 },
        resolve: ({ messages }) => [...messages],
      }),
      memories: t.field({
        type: [MemoryRef],
        description:
          'What was made of the messages to remember, in their order; what only repeated memories is left out.',
        complexity: { field: 1, multiplier: 1 },
        resolve: ({ memories }) => [...memories],
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError, ConflictError, QuotaExceededError],
  work: ({ messages }) =>
    messages.slice(0, maxMessages).reduce((sum, { remember }) => sum + (remember ? work.memory : 1), 0),
  count: ({ messages }) => Math.min(messages.length, maxMessages),
  resolve: (input, context) =>
    context.services.messages.append(
      viewerOf(context),
      requireNodeId('Conversation', input.conversationId),
      input.messages,
    ),
});
