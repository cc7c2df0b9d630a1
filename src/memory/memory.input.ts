import { z } from 'zod';
import { NotFoundError } from '../platform/errors.ts';
import { isJsonObject, type JsonObject } from '../platform/json-object.ts';
import { idempotencyKey, text } from '../platform/validation.ts';
import { memoryKinds } from './memory.ts';

/** Maximum length of a memory or a message, in characters. */
const maxContentLength = 32_000;
export const maxBulk = 1_000;

export const memoryKind = z.enum(memoryKinds);
/** In NFC: a name that one system writes with composed letters, and another with combining marks, is the same name. */
export const composed = (name: string): string => name.normalize('NFC');
export const speaker = text({ min: 1, max: 200 }).transform(composed);
export const content = text({ min: 1, max: maxContentLength });
export const maxTags = 32;
/** Returns the tags of a call as its idempotency key compares them: an empty list means null. */
export const tagsMeant = (given: readonly string[] | null | undefined) => (given?.length === 0 ? null : given);
/** Returns tags as they are stored and looked for: in NFC without surrounding white space, each once. */
export const tidyTags = (given: readonly string[]): string[] => [...new Set(given.map((tag) => composed(tag.trim())))];
export const tags = z
  .array(text({ min: 1, max: 64 }))
  .max(maxTags, `has more than ${maxTags} tags`)
  .transform(tidyTags);
/** Id of a message, or the error for an id that is malformed. */
export const sourceMessageId = z.union([z.string(), z.instanceof(NotFoundError)]);
/** The limits of JSON are checked when it is parsed; here it only has to be an object. */
export const metadata = z.custom<JsonObject>(isJsonObject, 'must be a JSON object');

const laterThanFrom = {
  path: ['validTo'],
  message: 'is before validFrom: give a later validTo, or an earlier validFrom',
};

/** Fields of one new memory; ids are checked when they are looked up. */
export const memoryInput = z
  .object({
    content,
    kind: memoryKind.default('FACT'),
    speaker: speaker.nullish(),
    tags: tags.nullish(),
    metadata: metadata.nullish(),
    sourceMessageId: sourceMessageId.nullish(),
    validFrom: z.date().nullish(),
    validTo: z.date().nullish(),
    idempotencyKey: idempotencyKey.nullish(),
  })
  .refine(({ validFrom, validTo }) => !validTo || !validFrom || validTo >= validFrom, laterThanFrom);

export type MemoryValues = z.output<typeof memoryInput>;
