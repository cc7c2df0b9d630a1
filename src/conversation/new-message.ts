import type { MessageRole } from '../memory/memory.ts';
import { newId } from '../platform/db/new-id.ts';
import type { JsonObject } from '../platform/json-object.ts';
import type { MessageValues } from './conversation.input.ts';

/** A message to be written, complete except for what the database fills. */
export interface NewMessage {
  readonly id: string;
  readonly role: MessageRole;
  readonly speaker: string | null;
  readonly content: string;
  readonly metadata: JsonObject | null;
  /** `null`: now, by the database's clock. */
  readonly sentAt: Date | null;
  readonly remember: boolean;
  readonly idempotencyKey: string | null;
}

export const newMessage = (values: MessageValues): NewMessage => ({
  id: newId(),
  role: values.role,
  speaker: values.speaker ?? null,
  content: values.content,
  metadata: values.metadata ?? null,
  sentAt: values.sentAt ?? null,
  remember: values.remember,
  idempotencyKey: values.idempotencyKey ?? null,
});
