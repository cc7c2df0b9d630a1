import type { Environment } from './env.ts';

/** The endpoint of language models. */
export interface LlmConfig {
  /** The part before `/chat/completions`. */
  readonly baseUrl: string;
  readonly apiKey: string | null;
  /** Available models, the default first. */
  readonly models: readonly string[];
  /** Maximum time until a response begins, and maximum silence within one. */
  readonly timeoutMs: number;
}

export function llmConfig(env: Environment): LlmConfig | null {
  const { LLM_BASE_URL: baseUrl, LLM_API_KEY: apiKey = null, LLM_MODEL: models = [], LLM_TIMEOUT_MS: timeoutMs } = env;
  return baseUrl ? { baseUrl, apiKey, models, timeoutMs } : null;
}

/** Settings of agents. */
export const agentConfig = (env: Environment) =>
  ({
    /** Maximum number of agents kept set up at once. */
    poolSize: env.AGENT_POOL_SIZE,
    idleMs: env.AGENT_IDLE_SECONDS * 1000,
    /** Maximum number of concurrent runs per process. */
    concurrency: env.AGENT_CONCURRENCY,
    /** How long an answer is reused. */
    cacheTtlMs: env.CACHE_TTL * 1000,
  }) as const;
export type AgentConfig = ReturnType<typeof agentConfig>;
