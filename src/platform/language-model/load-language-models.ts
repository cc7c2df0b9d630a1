import type { LlmConfig } from '../config/llm-config.ts';
import type { LanguageModel } from './language-model.ts';

/** The models of the settings, the default first; none where no endpoint is set. The SDK is imported only for one that is. */
export async function loadLanguageModels(config: LlmConfig | null): Promise<readonly LanguageModel[]> {
  if (!config) return [];
  const { OpenAiLanguageModel } = await import('./openai-language-model.ts');
  return config.models.map((model) => new OpenAiLanguageModel({ ...config, model }));
}
