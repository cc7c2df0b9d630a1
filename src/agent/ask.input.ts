import { z } from 'zod';
import { content, speaker } from '../memory/memory.input.ts';
import { type Given, idempotencyKey } from '../platform/validation.ts';

/** Schema of one question. `models`: those that may be requested. */
export const askInput = (models: readonly string[]) =>
  z.object({
    message: content,
    speaker: speaker.nullish(),
    model: z.enum(models, `must be one of the models of this server: ${models.join(', ')}`).nullish(),
    idempotencyKey: idempotencyKey.nullish(),
  });

/** A question as a client gives it. `conversationId` is a database key; all other values are validated. */
export type GivenQuestion = Given<ReturnType<typeof askInput>> & { readonly conversationId: string };
