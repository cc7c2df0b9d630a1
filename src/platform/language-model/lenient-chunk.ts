import { z } from 'zod';

const text = z.string().nullish();

/** Arguments are a text; some servers send the object that the text was to hold. */
const written = z.union([z.string(), z.record(z.string(), z.unknown()).transform((given) => JSON.stringify(given))]);

const call = z.object({
  index: z.number().nullish(),
  /** Some models count their calls. */
  id: z.union([z.string(), z.number().transform(String)]).nullish(),
  /** Without it the call is only named once more. */
  function: z
    .object({ name: text, arguments: written.nullish() })
    .nullish()
    .transform((given) => given ?? {}),
  /** Gemini's signature. */
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

/** Some gateways name an error in each chunk, of which there is none. */
const failure = z.object({ error: z.union([z.string().min(1), z.looseObject({})]) });

/**
 * A chunk of an answer that is not quite as OpenAI sends it: what is read of an answer has to be right in it, and nothing else is kept. An
 * answer is not lost for a count of tokens or a date in other words, nor for an event that has no part of it.
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
