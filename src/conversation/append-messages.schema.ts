import { builder, viewerOf } from '../graphql/builder.ts';
import { mutation } from '../graphql/mutation.ts';
import { requireNodeId } from '../graphql/node-id.ts';
import { work, workOfStoring } from '../graphql/work.ts';
import { MemoryRef } from '../memory/memory.schema.ts';
import { ConflictError, NotFoundError, QuotaExceededError, ValidationError } from '../platform/errors.ts';
import { keyHours } from '../platform/validation.ts';
import { maxMessages } from './conversation.input.ts';
import { ConversationRef } from './conversation.schema.ts';
import { partsToCompare } from './echoes.ts';
import { MessageRef, MessageRoleEnum } from './message.schema.ts';
import type { AppendedMessages } from './message.service.ts';
import type { NewMessage } from './new-message.ts';

const NewMessageInput = builder.inputType('NewMessageInput', {
  description: 'A new message.',
  fields: (t) => ({
    role: t.field({ type: MessageRoleEnum, required: true, description: 'Role of the sender.' }),
    content: t.string({
      required: true,
      description: 'The text, 1 to 32,000 characters, not only white space.',
    }),
    speaker: t.string({ description: 'Name of the speaker, 1 to 200 characters.' }),
    sentAt: t.field({ type: 'DateTime', description: 'When it was sent; default: now.' }),
    metadata: t.field({ type: 'JSON', description: 'The application’s own data.' }),
    remember: t.boolean({
      required: true,
      defaultValue: false,
      description:
        'Whether to make a memory of it: a FACT with the same content and speaker, valid from `sentAt` (or from now, if that is at most five minutes ahead, as clocks of senders are at times), with this message as its `source`. No memory is made of an ASSISTANT message that only repeats what is known: memories of the collection or below it, the last 20 messages with `remember` before it in the same call, or what runs of the conversation were given or answered. An acknowledgement (“Noted:”, “Got it,”) and citations add nothing; a single other word does, and so does the answer to a question. It counts as new if it has more than 12,000 characters, or once 400 passages of about 400 characters were compared in this call.',
    }),
    idempotencyKey: t.string({
      description: `Key that makes the call safe to repeat, 1 to 200 characters. The same call with the same keys and messages within ${keyHours} hours returns what it appended the first time. A call in which only some keys were used before is ConflictError(IDEMPOTENCY_KEY_REUSED).`,
    }),
  }),
});

mutation('appendMessages', {
  description: `Appends up to ${maxMessages} messages to a conversation: all or none, in the given order, with no other message in between.`,
  input: builder.inputType('AppendMessagesInput', {
    description: 'The new messages and their conversation.',
    fields: (t) => ({
      conversationId: t.id({ required: true, description: 'Id of a Conversation.' }),
      messages: t.field({ type: [NewMessageInput], required: true, description: `1 to ${maxMessages} messages.` }),
    }),
  }),
  payload: builder.objectRef<AppendedMessages>('AppendMessagesPayload').implement({
    description: 'The appended messages.',
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
          'The memories made of messages with `remember`, in their order. An ASSISTANT message that only repeats memories makes none.',
        complexity: { field: 1, multiplier: 1 },
        resolve: ({ memories }) => [...memories],
      }),
    }),
  }),
  errors: [NotFoundError, ValidationError, ConflictError, QuotaExceededError],
  work: ({ messages }) => workOf(messages.slice(0, maxMessages)),
  count: ({ messages }) => Math.min(messages.length, maxMessages),
  resolve: (input, context) =>
    context.services.messages.append(
      viewerOf(context),
      requireNodeId('Conversation', input.conversationId),
      input.messages,
    ),
});

/** Storing each message, and comparing those of assistants with what is known. */
const workOf = (messages: readonly Pick<NewMessage, 'role' | 'content' | 'remember'>[]): number =>
  messages.reduce((sum, message) => sum + (message.remember ? workOfStoring(message) : 1), 0) +
  work.echo * partsToCompare(messages);
