import { z } from 'zod';
import { content, maxBulk, metadata, speaker } from '../memory/memory.input.ts';
import { messageRoles } from '../memory/memory.ts';
import { ValidationError } from '../platform/errors.ts';
import { type Given, idempotencyKey, ownKey, parseInput, text } from '../platform/validation.ts';

const title = text({ min: 1, max: 500 });

export const createConversationInput = z.object({
  key: ownKey.nullish(),
  title: title.nullish(),
  metadata: metadata.nullish(),
  idempotencyKey: idempotencyKey.nullish(),
});

/** Omitted fields stay as they are; null clears them. */
export const updateConversationInput = z.object({ title: title.nullish(), metadata: metadata.nullish() });

/** Input of callers; ids are database keys, all other values are validated. */
export type CreateConversation = Given<typeof createConversationInput> & { readonly collectionId: string };
export type UpdateConversation = Given<typeof updateConversationInput> & { readonly id: string };

const messageInput = z.object({
  role: z.enum(messageRoles),
  content,
  speaker: speaker.nullish(),
  sentAt: z.date().nullish(),
  metadata: metadata.nullish(),
  remember: z.boolean().default(false),
  idempotencyKey: idempotencyKey.nullish(),
});

/** A message as a caller gives it. */
export type GivenMessage = Given<typeof messageInput>;
export type MessageValues = z.output<typeof messageInput>;

export const maxMessages = maxBulk;

const appendInput = z.object({ messages: z.array(messageInput).superRefine(refuseDoubledKeys) });

/** Validates the messages of one call; throws one ValidationError with all problems of all messages. */
export function parseMessages(given: readonly GivenMessage[]): MessageValues[] {
  if (given.length === 0 || given.length > maxMessages) {
    const message = `must have 1 to ${maxMessages} messages, got ${given.length}`;
    throw new ValidationError([{ path: ['messages'], message }]);
  }
  return parseInput(appendInput, { messages: given }).messages;
}

/** A key identifies one message: a second message with it in the same call could be neither new nor a retry. */
function refuseDoubledKeys(messages: readonly MessageValues[], context: z.RefinementCtx): void {
  const first = new Map<string, number>();
  for (const [index, { idempotencyKey: key }] of messages.entries()) {
    if (!key) continue;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, index);
    else {
      const message = `is also the key of message ${earlier}: give each message its own key`;
      context.addIssue({ code: 'custom', path: [index, 'idempotencyKey'], message });
    }
  }
}
