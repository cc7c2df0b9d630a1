import type { LlmConfig } from '../config/config.ts';
import type { LanguageModel } from './language-model.ts';

/** Returns the configured models, the default first; empty if no endpoint is configured, in which case the SDK is not imported. */
export async function loadLanguageModels(config: LlmConfig | null): Promise<readonly LanguageModel[]> {
  if (!config) return [];
  const { OpenAiLanguageModel } = await import('./openai-language-model.ts');
  return config.models.map((model) => new OpenAiLanguageModel({ ...config, model }));
}
