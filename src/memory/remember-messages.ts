import { newId } from '../platform/db/new-id.ts';
import { NotFoundError, QuotaExceededError } from '../platform/errors.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { inTextTurns } from '../platform/turns/text-turns.ts';
import type { Actor } from './actor.ts';
import { addMemories } from './add-memories.ts';
import { beginOfSaid, contentHash, type Memory } from './memory.ts';
import type { Reading } from './memory-reader.ts';
import type { Destination } from './new-memory.store.ts';

/** A message to be remembered verbatim, with the reading of its text. */
interface MemorableMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly speaker: string | null;
  readonly content: string;
  readonly sentAt: Date;
  readonly reading: Reading;
}

export interface Rememberer {
  readonly to: Destination;
  readonly actor: Actor;
}

/**
 * Adds a memory for each message within the transaction that appends them: what addMemory would make of its content with the
 * message as the source. Hence it is a FACT, the default kind, and valid from when the message was sent (see `beginOfSaid`). Memories
 * from messages are identified by their message, so none is a duplicate.
 */
export async function rememberMessages(
  unit: UnitOfWork,
  { to, actor }: Rememberer,
  messages: readonly MemorableMessage[],
): Promise<Memory[]> {
  if (messages.length === 0) return [];
  const additions = await inTextTurns(
    messages,
    ({ content }) => content.length,
    (message) => ({ memory: newMemory(message, actor), idempotency: null }),
  );
  return (await addMemories(unit, 'appendMessages', to, additions)).map((added, index) => {
    if ('memory' in added && added.memory) return added.memory;
    if (added instanceof QuotaExceededError) throw added;
    // The conversation is locked by now, but its collection may have been deleted since it was looked up.
    if (added instanceof NotFoundError) {
      throw new NotFoundError({ type: 'Conversation', id: messages[index]?.conversationId ?? '' });
    }
    throw new Error('A memory from a new message was taken for one that was there');
  });
}

const newMemory = ({ id, conversationId, speaker, content, sentAt, reading }: MemorableMessage, actor: Actor) => ({
  id: newId(),
  content,
  contentHash: contentHash(content),
  kind: 'FACT' as const,
  speaker,
  tags: [],
  metadata: null,
  conversationId,
  messageId: id,
  validFrom: beginOfSaid(sentAt),
  validTo: null,
  reading,
  actor,
});
