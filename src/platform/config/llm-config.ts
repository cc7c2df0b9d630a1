import type { Environment } from './env.ts';

/** The endpoint of language models. */
export interface LlmConfig {
  /** What stands before `/chat/completions`. */
  readonly baseUrl: string;
  readonly apiKey: string | null;
  /** The models that may be asked for, the default first. */
  readonly models: readonly string[];
  readonly timeoutMs: number;
}

export function llmConfig(env: Environment): LlmConfig | null {
  const { LLM_BASE_URL: baseUrl, LLM_API_KEY: apiKey = null, LLM_MODEL: models = [], LLM_TIMEOUT_MS: timeoutMs } = env;
  return baseUrl ? { baseUrl, apiKey, models, timeoutMs } : null;
}
