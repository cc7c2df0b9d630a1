import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '../json-object.ts';
import type { Environment } from './env.ts';

interface ModelFolder {
  /** Absolute. Holds the embedding table, and the weights that ranking needs with any provider. */
  readonly modelDir: string;
}

/** Which provider computes embeddings. */
export type EmbeddingConfig =
  | (ModelFolder & { readonly provider: 'static' })
  | (ModelFolder & {
      readonly provider: 'onnx';
      /** Where the model is downloaded from if the folder lacks it. */
      readonly hubUrl: string;
    })
  | (ModelFolder & {
      readonly provider: 'openai';
      readonly baseUrl: string;
      readonly model: string;
      readonly apiKey: string | null;
      /** Text that the model expects before its input; '' for none. */
      readonly prefixes: { readonly query: string; readonly passage: string };
      /** Additional request fields, by what is embedded. */
      readonly fields: { readonly query: JsonObject; readonly passage: JsonObject };
      /** Maximum number of texts per request. */
      readonly batchSize: number;
      readonly timeoutMs: number;
    });

export function embeddingConfig(env: Environment): EmbeddingConfig {
  const packaged = fileURLToPath(new URL('../../../models', import.meta.url));
  const modelDir = env.MODEL_DIR ? resolve(env.MODEL_DIR) : packaged;
  const { EMBEDDING_PROVIDER: provider } = env;
  if (provider === 'static') return { provider, modelDir };
  if (provider === 'onnx') return { provider, modelDir, hubUrl: env.MODEL_HUB_URL };
  return {
    provider,
    modelDir,
    // If either is missing, it was already reported as a contradiction.
    baseUrl: env.EMBEDDING_BASE_URL ?? '',
    model: env.EMBEDDING_MODEL ?? '',
    apiKey: env.EMBEDDING_API_KEY ?? null,
    prefixes: { query: env.EMBEDDING_QUERY_PREFIX ?? '', passage: env.EMBEDDING_PASSAGE_PREFIX ?? '' },
    fields: { query: env.EMBEDDING_QUERY_FIELDS ?? {}, passage: env.EMBEDDING_PASSAGE_FIELDS ?? {} },
    batchSize: env.EMBEDDING_BATCH_SIZE,
    timeoutMs: env.EMBEDDING_TIMEOUT_MS,
  };
}
