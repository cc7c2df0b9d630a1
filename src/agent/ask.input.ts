import { z } from 'zod';
import { content } from '../memory/memory.input.ts';
import { idempotencyKey } from '../platform/validation.ts';

/** Values of one question; `models` are those that may be asked for. */
export const askInput = (models: readonly string[]) =>
  z.object({
    message: content,
    model: z.enum(models, `must be one of the models of this server: ${models.join(', ')}`).nullish(),
    idempotencyKey: idempotencyKey.nullish(),
  });
