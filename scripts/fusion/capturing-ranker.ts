import type { Ranker } from '../../src/search/ranking/engine-port.ts';
import { type Evidence, evidenceOf } from '../../src/search/ranking/evidence.ts';
import type { FeatureName } from '../../src/search/ranking/feature-names.ts';
import { features } from '../../src/search/ranking/features.ts';
import { type Profile, profileOf } from '../../src/search/ranking/profile.ts';
import { questionOf } from '../../src/search/ranking/question.ts';
import { createRanker } from '../../src/search/ranking/ranker.ts';
import type { RankingModel } from '../../src/search/ranking/ranking-model.ts';
import { compare, type PieceSimilarity } from '../../src/search/ranking/soft-match.ts';
import type { FeatureMatrix } from './judged-pool.ts';

/** A candidate pool as the product's ranking saw it. */
interface CapturedPool {
  readonly profile: Profile;
  readonly ids: readonly string[];
  readonly features: FeatureMatrix;
}

export interface CapturingRanker extends Ranker {
  /** Returns the pool of the last question and clears it. Null if nothing was found. */
  take(): CapturedPool | null;
}

/** Ranks as the product does and records its inputs: the features for which the present weights of the profile have a value. */
export function capturingRanker(model: RankingModel, similarity: PieceSimilarity): CapturingRanker {
  const ranker = createRanker(model, similarity);
  let last: CapturedPool | null = null;
  return {
    ask(asked, scope) {
      const ranking = ranker.ask(asked, scope);
      const context = { question: questionOf(asked, scope, model), scope, model: asked.model };
      return {
        ...ranking,
        rank(turns, compared) {
          const profile = profileOf(scope.participants);
          const names = model.weights(asked.model, profile).map(([name]) => name);
          const comparison = compared ?? compare(turns, context, similarity);
          last = {
            profile,
            ids: Array.from({ length: turns.members }, (_, member) => turns.id(member)),
            features: matrixOf(names, evidenceOf(turns, context, comparison)),
          };
          return ranking.rank(turns, comparison);
        },
      };
    },
    take() {
      const taken = last;
      last = null;
      return taken;
    },
  };
}

function matrixOf(names: readonly FeatureName[], evidence: Evidence): FeatureMatrix {
  const all = features(evidence);
  const { members } = evidence.turns;
  const columns = names.map((name) => {
    const column = new Float64Array(members);
    all[name](column);
    return column;
  });
  const values = Array.from({ length: members }, (_, member) => columns.map((column) => column[member] ?? 0));
  return { names, values: Float64Array.from(values.flat()) };
}
