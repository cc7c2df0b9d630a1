import { z } from 'zod';
import type { RerankProvider } from '../../platform/config/config.ts';
import { jsonOrNull } from '../../platform/json-or-null.ts';

/** What one document is worth: its place in what was sent, and a score. */
export interface Judged {
  readonly index: number;
  readonly score: number;
}

/** How a kind of endpoint is asked, and how it answers. */
export interface RerankForm {
  /** Documents that it takes at once; each is judged for itself, so that scores of several requests can be compared. */
  readonly most: number;
  body(question: string, documents: readonly string[], model: { readonly model?: string }): object;
  /** Null where the answer is of another form. */
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
  /** Cohere and Jina, and after them vLLM, Infinity, llama.cpp, LocalAI and LiteLLM. */
  cohere: {
    most: Number.POSITIVE_INFINITY,
    body: (query, documents, model) => ({ ...model, query, documents, top_n: documents.length }),
    read: read(z.object({ results: relevance }).transform(({ results }) => results)),
  },
  /** Refuses parameters that it does not know, `top_n` among them. */
  voyage: {
    most: Number.POSITIVE_INFINITY,
    body: (query, documents, model) => ({ ...model, query, documents }),
    read: read(z.object({ data: relevance }).transform(({ data }) => data)),
  },
  /** text-embeddings-inference: it serves one model, and refuses long ones unless it may cut them. */
  tei: {
    most: textsOfTei,
    body: (query, texts) => ({ query, texts, truncate: true }),
    read: read(z.array(z.object({ index, score: z.number() })).min(1)),
  },
};
