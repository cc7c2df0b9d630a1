import { z } from 'zod';

const text = z.string().nullish();

/** Arguments should be a string; some servers send the object itself. */
const written = z.union([z.string(), z.record(z.string(), z.unknown()).transform((given) => JSON.stringify(given))]);

const call = z.object({
  index: z.number().nullish(),
  /** Some models number their calls. */
  id: z.union([z.string(), z.number().transform(String)]).nullish(),
  /** Without it, the chunk only repeats the call. */
  function: z
    .object({ name: text, arguments: written.nullish() })
    .nullish()
    .transform((given) => given ?? {}),
  /** Gemini's thought signature. */
  extra_content: z.looseObject({ google: z.looseObject({ thought_signature: text }).nullish() }).nullish(),
});

const choice = z.object({
  delta: z
    .object({
      content: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]).nullish(),
      refusal: text.catch(null),
      reasoning_content: text,
      reasoning: text,
      tool_calls: z.array(call).nullish(),
    })
    .nullish(),
  finish_reason: text,
});

/** Some gateways send an empty error in every chunk. */
const failure = z.object({ error: z.union([z.string().min(1), z.looseObject({})]) });

/**
 * A chunk that deviates from OpenAI's format: the fields that are used must be valid, and all others are dropped. A response must
 * not fail for a token count or a date in another format, or for an event without any of its content.
 */
export const lenientChunk = z.union([
  failure,
  z.object({
    choices: z
      .array(choice)
      .nullish()
      .transform((given) => given ?? []),
    usage: z.unknown().optional(),
  }),
]);
