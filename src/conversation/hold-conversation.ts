import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { ConversationStore } from './conversation.store.ts';

/** Lets nobody else change a conversation or its messages until the transaction ends; false where it is not there any more. */
export const holdConversation = (unit: UnitOfWork, id: string): Promise<boolean> =>
  new ConversationStore(unit.db).lock(unit.accountId, id, 'change');
