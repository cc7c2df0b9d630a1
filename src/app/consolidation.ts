import type { Logger } from 'pino';
import { ConsolidationEngine } from '../consolidation/consolidation-engine.ts';
import { mergeSimilarStep } from '../consolidation/merge-similar-step.ts';
import { ModelJudge } from '../consolidation/model-judge.ts';
import { optimizeIndexStep } from '../consolidation/optimize-index-step.ts';
import { reembedStep } from '../consolidation/reembed-step.ts';
import { retireOutdatedStep } from '../consolidation/retire-outdated-step.ts';
import { updateTiersStep } from '../consolidation/update-tiers-step.ts';
import type { Database } from '../platform/db/database.ts';
import type { LanguageModel } from '../platform/language-model/language-model.ts';
import type { Models } from './load-models.ts';
import type { OpenDatabase } from './open-database.ts';

/** The model that embeds memories without a vector, and the one that decides where rules cannot. */
export interface ConsolidationModels extends Pick<Models, 'passages'> {
  /** Null if none is configured. */
  readonly languageModel: LanguageModel | null;
}

/** Parts for comparing memories: by rules, and by a language model if one is configured. */
export const comparing = (db: Database, { passages, languageModel }: ConsolidationModels, log: Logger) => ({
  db,
  model: passages.model,
  modelJudge: languageModel && new ModelJudge(languageModel, log),
});

/** Builds the engine that executes consolidation runs. */
export function buildConsolidation(
  { jobs: db, migrations: builds }: Pick<OpenDatabase, 'jobs' | 'migrations'>,
  models: ConsolidationModels,
  isPaused: () => boolean,
  log: Logger,
): ConsolidationEngine {
  const parts = comparing(db, models, log);
  return new ConsolidationEngine({
    db,
    log,
    restTimes: 3,
    isPaused,
    steps: {
      MERGE_SIMILAR: mergeSimilarStep(parts),
      RETIRE_OUTDATED: retireOutdatedStep(parts),
      UPDATE_TIERS: updateTiersStep(db),
      REEMBED: reembedStep({ db, embedder: models.passages }),
      OPTIMIZE_INDEX: optimizeIndexStep(db, builds),
    },
  });
}
