import type { Memory } from '../memory/memory.ts';
import type { Reading } from '../memory/memory-reader.ts';
import { type Rememberer, rememberMessages } from '../memory/remember-messages.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { claimAppend } from './claim-append.ts';
import { ConversationStore } from './conversation.store.ts';
import type { Conversation } from './conversation.ts';
import type { Message } from './message.ts';
import { insertMessages } from './new-message.store.ts';
import type { NewMessage } from './new-message.ts';

export interface Append {
  readonly conversation: Conversation;
  readonly messages: readonly NewMessage[];
  /** Readings of the messages to remember, by message id. */
  readonly readings: ReadonlyMap<string, Reading>;
  /** Null if nothing is to be remembered. */
  readonly by: Rememberer | null;
}

/** What a call appended, or the message ids of an equal, earlier call. */
export type Appended =
  | { readonly messages: readonly Message[]; readonly memories: readonly Memory[] }
  | { readonly replayedIds: readonly string[] };

/**
 * Appends messages within a transaction, with the memories of those to remember and all events. Appends to a conversation are
 * serialised by its row; the stream rows are locked only at commit, as always, so that a long append blocks no other writer to
 * the collection.
 */
export async function appendMessages(unit: UnitOfWork, append: Append): Promise<Appended> {
  const { conversation } = append;
  const { accountId, id } = conversation;
  if (!(await new ConversationStore(unit.db).lock(accountId, id, 'change'))) {
    throw new NotFoundError({ type: 'Conversation', id });
  }
  const replayedIds = await claimAppend(unit.db, conversation, append.messages);
  if (replayedIds) return { replayedIds };
  const messages = await insertMessages(unit.db, conversation, append.messages);
  tell(unit, conversation, messages);
  const remembered = messages.flatMap((message) => {
    const reading = append.readings.get(message.id);
    return reading === undefined ? [] : [{ ...message, reading }];
  });
  const memories = append.by === null ? [] : await rememberMessages(unit, append.by, remembered);
  return { messages, memories };
}

function tell(unit: UnitOfWork, { id, collectionId }: Conversation, messages: readonly Message[]): void {
  for (const message of messages) {
    unit.record({ kind: 'conversation', streamId: id, type: 'MessageAppended', subjectId: message.id, messages: 1 });
  }
  unit.record({
    kind: 'collection',
    streamId: collectionId,
    type: 'ConversationChanged',
    subjectId: id,
    changed: ['lastMessageAt', 'messageCount'],
  });
}
