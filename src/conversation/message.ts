import type { MessageRole } from '../memory/memory.ts';
import type { JsonObject } from '../platform/json-object.ts';

/** A message without its content, for readers that must not see it. */
export interface MessageHead {
  readonly id: string;
  readonly accountId: string;
  readonly conversationId: string;
  /** Its position in the conversation, from 1 without gaps. */
  readonly seq: number;
  readonly role: MessageRole;
  readonly speaker: string | null;
  readonly metadata: JsonObject | null;
  readonly sentAt: Date;
  readonly createdAt: Date;
}

/** Something that was said in a conversation. It never changes. */
export interface Message extends MessageHead {
  readonly content: string;
}

/** Its place in the list of its conversation's messages. */
export const keysetOf = ({ seq, id }: Pick<MessageHead, 'seq' | 'id'>) => ({ sort: `${seq}`, id });
