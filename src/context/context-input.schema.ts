import { collectionKeys, othersMatchNothing } from '../collection/collection.schema.ts';
import { builder } from '../graphql/builder.ts';
import { decodeNodeId } from '../graphql/node-id.ts';
import { badUserInput, checkRange } from '../graphql/request-errors.ts';
import { text } from '../platform/validation.ts';
import type { ContextRequest } from './context.ts';

/** Maximum length of the message, in characters: that of a conversation's message. */
const maxMessageLength = 32_000;

export const ContextInputRef = builder.inputType('ContextInput', {
  description: 'The message that context is wanted for, and the limits of the answer.',
  fields: (t) => ({
    message: t.string({
      required: true,
      description: 'The latest message, to which an answer is wanted, 1 to 32,000 characters. It is not stored.',
    }),
    collectionIds: t.idList({
      description: `Ids of Collections to read, including all collections below them; at least one. ${othersMatchNothing} Omitted or null: all that the viewer may read.`,
    }),
    conversationId: t.id({
      description:
        'Id of the Conversation that the message belongs to. One without earlier messages counts as new. Omitted: whether the message opens a conversation is told from its text.',
    }),
    asOf: t.field({
      type: 'DateTime',
      description:
        'Gather as of this time, as `SearchInput.asOf` does: memories that are valid then, also those superseded since or stored later. Narratives tell of now, and are left out. The end of the conversation is shown as it is: omit `conversationId` where it was said later. Default: now.',
    }),
    tokenBudget: t.int({
      required: true,
      defaultValue: 2_000,
      description:
        'Maximum number of tokens of `Context.text`, 50 to 32,000, counted with the vocabulary of GPT-4 (cl100k_base).',
    }),
    deadlineMs: t.int({
      required: true,
      defaultValue: 4_000,
      description: 'Time limit in milliseconds, 1 to 30,000. Sections that are not ready by then are left out.',
    }),
  }),
});

/** Parses the input; null if the conversation's id is malformed. Throws BAD_USER_INPUT with the name of the argument. */
export function requestOf(input: typeof ContextInputRef.$inferInput): ContextRequest | null {
  const { message, asOf = null, tokenBudget, deadlineMs } = input;
  const checked = text({ min: 1, max: maxMessageLength }).safeParse(message);
  if (!checked.success) throw badUserInput('input.message', checked.error.issues[0]?.message ?? 'cannot be used');
  const collectionIds = collectionKeys('input.collectionIds', input.collectionIds);
  checkRange('input.tokenBudget', tokenBudget, 50, 32_000);
  checkRange('input.deadlineMs', deadlineMs, 1, 30_000);
  const conversationId = input.conversationId == null ? null : decodeNodeId('Conversation', input.conversationId);
  if (input.conversationId != null && conversationId === null) return null;
  return { message, collectionIds, conversationId, asOf, tokenBudget, deadlineMs };
}
