import { z } from 'zod';
import { content, speaker } from '../memory/memory.input.ts';
import { collectionKeysUpTo, type Given, idempotencyKey } from '../platform/validation.ts';

/** Maximum number of collections that an agent reads beside that of its conversation. */
export const mostBeside = 100;

/** Schema of one question. `models`: those that may be requested. */
export const askInput = (models: readonly string[]) =>
  z.object({
    message: content,
    speaker: speaker.nullish(),
    model: z.enum(models, `must be one of the models of this server: ${models.join(', ')}`).nullish(),
    idempotencyKey: idempotencyKey.nullish(),
    collectionIds: collectionKeysUpTo(mostBeside).nullish(),
    asOf: z.date().nullish(),
  });

/** A question as a client gives it. `conversationId` and `collectionIds` are database keys; all other values are validated. */
export type GivenQuestion = Given<ReturnType<typeof askInput>> & { readonly conversationId: string };
