import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from './env.ts';

/** Which provider computes embeddings. */
export type EmbeddingConfig = ReturnType<typeof embeddingConfig>;

export function embeddingConfig(env: Environment) {
  const packaged = fileURLToPath(new URL('../../../models', import.meta.url));
  /** Absolute. Holds the embedding table, and the weights that ranking needs with any provider. */
  const modelDir = env.MODEL_DIR ? resolve(env.MODEL_DIR) : packaged;
  const { EMBEDDING_PROVIDER: provider } = env;
  if (provider === 'static') return { provider, modelDir } as const;
  // `hubUrl`: where the model is downloaded from if the folder lacks it.
  if (provider === 'onnx') return { provider, modelDir, hubUrl: env.MODEL_HUB_URL } as const;
  return {
    provider,
    modelDir,
    // If either is missing, it was already reported as a contradiction.
    baseUrl: env.EMBEDDING_BASE_URL ?? '',
    model: env.EMBEDDING_MODEL ?? '',
    apiKey: env.EMBEDDING_API_KEY ?? null,
    /** Text that the model expects before its input; '' for none. */
    prefixes: { query: env.EMBEDDING_QUERY_PREFIX ?? '', passage: env.EMBEDDING_PASSAGE_PREFIX ?? '' },
    /** Additional request fields, by what is embedded. */
    fields: { query: env.EMBEDDING_QUERY_FIELDS ?? {}, passage: env.EMBEDDING_PASSAGE_FIELDS ?? {} },
    /** Maximum number of texts per request. */
    batchSize: env.EMBEDDING_BATCH_SIZE,
    timeoutMs: env.EMBEDDING_TIMEOUT_MS,
  } as const;
}
