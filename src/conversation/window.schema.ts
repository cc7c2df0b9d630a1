import { builder } from '../graphql/builder.ts';
import { badUserInput } from '../graphql/request-errors.ts';
import { ConversationRef } from './conversation.schema.ts';
import { MessageRef, MessageRoleEnum } from './message.schema.ts';
import { type WindowBounds, type WindowMessage, windowLimits } from './window.ts';

const WindowMessageRef = builder.objectRef<WindowMessage>('WindowMessage').implement({
  description: 'A message as the window of its conversation shows it.',
  fields: (t) => ({
    message: t.expose('message', {
      type: MessageRef,
      description: 'The whole message. Its `content` is read only where it is asked for.',
    }),
    role: t.field({
      type: MessageRoleEnum,
      description: 'The part that it plays.',
      resolve: (one) => one.message.role,
    }),
    speaker: t.string({
      nullable: true,
      description: 'Who said it, by name.',
      resolve: ({ message }) => message.speaker,
    }),
    sentAt: t.field({
      type: 'DateTime',
      description: 'When it was sent, as its sender says.',
      resolve: ({ message }) => message.sentAt,
    }),
    contentLength: t.exposeInt('contentLength', {
      description: 'Length of the whole content in UTF-16 code units, as JavaScript and Java count.',
    }),
    content: t.exposeString('content', {
      nullable: true,
      description: 'The content, or its beginning; null beyond `maxWithContent`.',
    }),
    truncated: t.exposeBoolean('truncated', { description: 'Whether `content` is only the beginning.' }),
  }),
});

const range = (bound: keyof WindowBounds) => `${windowLimits[bound].min} to ${windowLimits[bound].max}`;

function checkBounds(bounds: WindowBounds): WindowBounds {
  for (const bound of ['maxMessages', 'maxWithContent', 'maxContentLength'] as const) {
    const { min, max } = windowLimits[bound];
    const asked = bounds[bound];
    if (asked < min || asked > max) throw badUserInput(bound, `from ${min} to ${max}, got ${asked}`);
  }
  return bounds;
}

builder.objectField(ConversationRef, 'window', (t) =>
  t.field({
    type: [WindowMessageRef],
    description:
      'The end of the conversation, oldest of it first, for the prompt of a model: the newest messages with content, the ones before them without. No other content is read.',
    args: {
      maxMessages: t.arg.int({
        required: true,
        defaultValue: 10,
        description: `How many messages, ${range('maxMessages')}.`,
      }),
      maxWithContent: t.arg.int({
        required: true,
        defaultValue: 5,
        description: `How many of them, the newest, with content, ${range('maxWithContent')}.`,
      }),
      maxContentLength: t.arg.int({
        required: true,
        defaultValue: 200,
        description: `How much of each content in UTF-16 code units, ${range('maxContentLength')}; a character is never cut in half.`,
      }),
    },
    complexity: ({ maxMessages }) => ({
      field: 1,
      multiplier: Math.min(Math.max(maxMessages, 0), windowLimits.maxMessages.max),
    }),
    resolve: async ({ id }, args, { loaders }) => [
      ...(await loaders.windowOfConversation.load({ parentId: id, args: checkBounds(args) })),
    ],
  }),
);
