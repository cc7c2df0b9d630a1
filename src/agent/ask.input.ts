import { z } from 'zod';
import { content, speaker } from '../memory/memory.input.ts';
import { idempotencyKey } from '../platform/validation.ts';

/** Schema of one question. `models`: those that may be requested. */
export const askInput = (models: readonly string[]) =>
  z.object({
    message: content,
    speaker: speaker.nullish(),
    model: z.enum(models, `must be one of the models of this server: ${models.join(', ')}`).nullish(),
    idempotencyKey: idempotencyKey.nullish(),
  });
