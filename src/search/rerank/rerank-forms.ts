import { z } from 'zod';
import type { RerankProvider } from '../../platform/config/config.ts';
import { jsonOrNull } from '../../platform/json-object.ts';

/** The score of one document, by its index in the request. */
export interface Judged {
  readonly index: number;
  readonly score: number;
}

/** Request and response format of a kind of endpoint. */
export interface RerankForm {
  /** Most documents per request. Each is judged by itself, so scores of several requests are comparable. */
  readonly most: number;
  body(question: string, documents: readonly string[], model: { readonly model?: string }): object;
  /** Returns null if the response has another format. */
  read(answer: string): readonly Judged[] | null;
}

const index = z.int().min(0);
const relevance = z
  .array(
    z
      .object({ index, relevance_score: z.number() })
      .transform((one) => ({ index: one.index, score: one.relevance_score })),
  )
  .min(1);

const read =
  (shape: z.ZodType<readonly Judged[]>) =>
  (answer: string): readonly Judged[] | null =>
    shape.safeParse(jsonOrNull(answer)).data ?? null;

/** Source: its --max-client-batch-size, unless somebody sets another. */
const textsOfTei = 32;

export const rerankForms: Readonly<Record<RerankProvider, RerankForm>> = {
  /** Cohere and Jina, and also vLLM, Infinity, llama.cpp, LocalAI and LiteLLM, which follow them. */
  cohere: {
    most: Number.POSITIVE_INFINITY,
    body: (query, documents, model) => ({ ...model, query, documents, top_n: documents.length }),
    read: read(z.object({ results: relevance }).transform(({ results }) => results)),
  },
  /** Rejects unknown parameters, `top_n` among them. */
  voyage: {
    most: Number.POSITIVE_INFINITY,
    body: (query, documents, model) => ({ ...model, query, documents }),
    read: read(z.object({ data: relevance }).transform(({ data }) => data)),
  },
  /** text-embeddings-inference: serves a single model, and rejects long texts unless it may truncate them. */
  tei: {
    most: textsOfTei,
    body: (query, texts) => ({ query, texts, truncate: true }),
    read: read(z.array(z.object({ index, score: z.number() })).min(1)),
  },
};
