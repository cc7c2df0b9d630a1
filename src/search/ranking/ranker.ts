import { evidenceOf } from './evidence.ts';
import { IdfTable } from './idf.ts';
import { profileOf } from './profile.ts';
import { questionOf } from './question.ts';
import type { RankingModel } from './ranking-model.ts';
import type { PieceSimilarity } from './soft-match.ts';
import { seeds } from './stage-one.ts';
import { stageTwo } from './stage-two.ts';
import type { AskedQuestion, QuestionRanking, Ranker, Scope, Turn } from './turn.ts';

/** Ranks what engines find, by a model and by the rows of the table that belongs to it. */
export function createRanker(model: RankingModel, similarity: PieceSimilarity): Ranker {
  const idfs = new IdfTable();
  return {
    ask(asked: AskedQuestion, scope: Scope): QuestionRanking {
      const question = questionOf(asked, scope, model);
      const context = { question, scope, model: asked.model };
      const weightsFor = (turns: readonly Turn[]) => model.weights(asked.model, profileOf(scope.participants, turns));
      return {
        seeds: (candidates) => seeds(candidates, context),
        rank: (turns) => stageTwo(evidenceOf(turns, context, similarity, idfs), weightsFor(turns)),
      };
    },
  };
}
