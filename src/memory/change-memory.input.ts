import { z } from 'zod';
import { type Given, idempotencyKey, text } from '../platform/validation.ts';
import { content, memoryKind, metadata, sourceMessageId, speaker, tags } from './memory.input.ts';
import { memoryTiers } from './memory.ts';

/** Maximum length of the reason for a change, in characters. */
export const maxReasonLength = 2_000;

const memoryTier = z.enum(memoryTiers);
const reason = text({ min: 1, max: maxReasonLength });
const expectedRevision = z.int().nullish();
const required = (what: string) => `must be ${what}: it cannot be cleared`;

/** Omitted fields stay as they are, null clears them; required fields cannot be cleared. */
export const updateMemoryInput = z.object({
  expectedRevision,
  kind: memoryKind.optional(),
  tags: tags.nullish(),
  metadata: metadata.nullish(),
  tier: memoryTier.optional(),
  validFrom: z.date(required('a date and time')).optional(),
  validTo: z.date().nullish(),
  reason: reason.nullish(),
});

/** Omitted fields are inherited from the old memory; null clears the optional ones. */
export const supersedeMemoryInput = z.object({
  expectedRevision,
  content,
  reason,
  kind: memoryKind.optional(),
  speaker: speaker.nullish(),
  sourceMessageId: sourceMessageId.nullish(),
  tags: tags.nullish(),
  metadata: metadata.nullish(),
  validFrom: z.date().nullish(),
  idempotencyKey: idempotencyKey.nullish(),
});

export const restoreMemoryInput = z.object({ expectedRevision, reason: reason.nullish() });

export const forgetMemoryInput = z
  .object({
    expectedRevision,
    reason: reason.nullish(),
    purge: z.boolean().default(false),
    purgeSource: z.boolean().default(false),
  })
  .refine(({ purge, purgeSource }) => purge || !purgeSource, {
    path: ['purgeSource'],
    message: 'is only allowed with purge: a memory that is kept keeps its source',
  });

export type SupersedeValues = Omit<z.output<typeof supersedeMemoryInput>, 'idempotencyKey'>;

/** Input of callers, with the memory's key; everything but the key is validated. */
export type UpdateMemory = GivenFor<typeof updateMemoryInput>;
export type SupersedeMemory = GivenFor<typeof supersedeMemoryInput>;
export type RestoreMemory = GivenFor<typeof restoreMemoryInput>;
export type ForgetMemory = GivenFor<typeof forgetMemoryInput>;

type GivenFor<Schema extends z.ZodType> = Given<Schema> & { readonly id: string };
