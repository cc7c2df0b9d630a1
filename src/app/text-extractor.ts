import type { Logger } from 'pino';
import type { Extractor } from '../graph/extraction/extraction.ts';
import { ModelExtractor } from '../graph/extraction/model-extractor.ts';
import { RulesExtractor } from '../graph/extraction/rules-extractor.ts';
import type { LanguageModel } from '../platform/language-model/language-model.ts';

/** What reads texts for the graph: a language model where there is one, and rules otherwise. */
export function buildExtractor(languageModel: LanguageModel | null, log: Pick<Logger, 'warn'>): Extractor {
  const rules = new RulesExtractor();
  return languageModel ? new ModelExtractor(languageModel, rules, log) : rules;
}
