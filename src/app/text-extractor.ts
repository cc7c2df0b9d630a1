import type { Logger } from 'pino';
import type { Extractor } from '../graph/extraction/extraction.ts';
import { ModelExtractor } from '../graph/extraction/model-extractor.ts';
import { RulesExtractor } from '../graph/extraction/rules-extractor.ts';
import type { LanguageModel } from '../platform/language-model/language-model.ts';

/** Builds the extractor of the graph from texts: a language model if there is one, otherwise rules. */
export function buildExtractor(languageModel: LanguageModel | null, log: Pick<Logger, 'warn'>): Extractor {
  const rules = new RulesExtractor();
  return languageModel ? new ModelExtractor(languageModel, rules, log) : rules;
}
