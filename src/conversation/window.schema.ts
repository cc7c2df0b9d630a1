import { builder } from '../graphql/builder.ts';
import { checkRange } from '../graphql/request-errors.ts';
import { ConversationRef } from './conversation.schema.ts';
import { MessageRef, MessageRoleEnum } from './message.schema.ts';
import { type WindowBounds, type WindowMessage, windowLimits } from './window.ts';

const WindowMessageRef = builder.objectRef<WindowMessage>('WindowMessage').implement({
  description: 'A message in the window of its conversation.',
  fields: (t) => ({
    message: t.expose('message', {
      type: MessageRef,
      description: 'The full message. Its content is only loaded if you ask for `message { content }`.',
    }),
    role: t.field({
      type: MessageRoleEnum,
      description: 'Role of its sender.',
      resolve: (one) => one.message.role,
    }),
    speaker: t.string({
      nullable: true,
      description: 'Name of the speaker; null if none was given.',
      resolve: ({ message }) => message.speaker,
    }),
    sentAt: t.field({
      type: 'DateTime',
      description: 'When it was sent, as given by the sender.',
      resolve: ({ message }) => message.sentAt,
    }),
    contentLength: t.exposeInt('contentLength', {
      description: 'Length of the whole content in UTF-16 code units, as JavaScript and Java count.',
    }),
    content: t.exposeString('content', {
      nullable: true,
      description: 'The content, cut to `maxContentLength`; null for messages older than the newest `maxWithContent`.',
    }),
    truncated: t.exposeBoolean('truncated', { description: 'Whether `content` was cut.' }),
  }),
});

const range = (bound: keyof WindowBounds) => `${windowLimits[bound].min} to ${windowLimits[bound].max}`;

function checkBounds(bounds: WindowBounds): WindowBounds {
  for (const bound of ['maxMessages', 'maxWithContent', 'maxContentLength'] as const) {
    const { min, max } = windowLimits[bound];
    checkRange(bound, bounds[bound], min, max);
  }
  return bounds;
}

builder.objectField(ConversationRef, 'window', (t) =>
  t.field({
    type: [WindowMessageRef],
    description:
      'The end of the conversation for the prompt of a model, oldest message first. The newest messages have content, those before them do not.',
    args: {
      maxMessages: t.arg.int({
        required: true,
        defaultValue: 10,
        description: `Maximum number of messages, ${range('maxMessages')}.`,
      }),
      maxWithContent: t.arg.int({
        required: true,
        defaultValue: 5,
        description: `How many of them, counted from the newest, have content, ${range('maxWithContent')}.`,
      }),
      maxContentLength: t.arg.int({
        required: true,
        defaultValue: 200,
        description: `Maximum length of each content in UTF-16 code units, ${range('maxContentLength')}; a character is never cut in half.`,
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
