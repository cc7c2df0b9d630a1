import type { AskedQuestion, QuestionRanking, Ranker, Scope } from './engine-port.ts';
import { evidenceOf } from './evidence.ts';
import { profileOf } from './profile.ts';
import { questionOf } from './question.ts';
import type { RankingModel } from './ranking-model.ts';
import { compare, compareAside, type PieceSimilarity } from './soft-match.ts';
import { seeds } from './stage-one.ts';
import { stageTwo } from './stage-two.ts';

/** Returns a ranker of what engines find, by a model and by the similarities of the embedding table that belongs to it. */
export function createRanker(model: RankingModel, similarity: PieceSimilarity): Ranker {
  return {
    ask(asked: AskedQuestion, scope: Scope): QuestionRanking {
      const question = questionOf(asked, scope, model);
      const context = { question, scope, model: asked.model };
      return {
        seeds: (candidates) => seeds(candidates, context),
        compareAside: (turns) => compareAside(turns, context, similarity),
        rank(turns, compared) {
          const weights = model.weights(asked.model, profileOf(scope.participants));
          const evidence = evidenceOf(turns, context, compared ?? compare(turns, context, similarity));
          return stageTwo(evidence, weights);
        },
      };
    },
  };
}
