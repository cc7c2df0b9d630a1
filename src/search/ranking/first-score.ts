import { nearness } from './date-nearness.ts';
import { hasAssistant } from './profile.ts';
import type { Question } from './question.ts';
import type { Candidate, Scope } from './turn.ts';

/** Weight of the cosine against the lexical score, by embedding model. Source: retrieval recipe, stage 1, point 4. */
const denseWeights: readonly (readonly [model: RegExp, weight: number])[] = [
  [/^static-/, 0.75],
  [/^e5-/, 1.5],
];
const otherDenseWeight = 1;

/** The best cosine counts at least as this much, so that noise is not scaled up to certainty. Source: as above. */
const cosineFloor = 0.05;
/** Keeps a division by the best lexical score defined where nothing fits. Source: the recipe's Python reference. */
const lexicalFloor = 1e-6;

/** What is added for the speaker whom the question names, for the date that it names, for a user's own words. As above. */
const namedBoost = 0.2;
const dateBoost = 0.3;
const userBoost = 0.2;

/** Scores of all candidates, each as a share of the best, and their fusion. */
export interface FirstScores {
  readonly lexical: Float64Array;
  readonly dense: Float64Array;
  /** Both added with the boosts: F of the recipe. */
  readonly fused: Float64Array;
}

/** `counts` tells which candidates the best are sought among: neighbours outside of the pool set no standard. */
export function firstScores(
  candidates: readonly Candidate[],
  counts: (index: number) => boolean,
  { question, scope, model }: { readonly question: Question; readonly scope: Scope; readonly model: string },
): FirstScores {
  const lexical = new Float64Array(candidates.length);
  const dense = new Float64Array(candidates.length);
  let bestLexical = lexicalFloor;
  let bestCosine = cosineFloor;
  for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index];
    if (!candidate) continue;
    lexical[index] = candidate.lexical;
    dense[index] = candidate.cosine;
    if (!counts(index)) continue;
    bestLexical = Math.max(bestLexical, candidate.lexical);
    bestCosine = Math.max(bestCosine, candidate.cosine);
  }
  toShares(lexical, bestLexical);
  toShares(dense, bestCosine);
  const weight = denseWeights.find(([name]) => name.test(model))?.[1] ?? otherDenseWeight;
  const fused = boosts(candidates, question, scope);
  for (let index = 0; index < fused.length; index++) {
    fused[index] = ((lexical[index] ?? 0) + weight * (dense[index] ?? 0)) * (fused[index] ?? 1);
  }
  return { lexical, dense, fused };
}

function toShares(values: Float64Array, best: number): void {
  for (let index = 0; index < values.length; index++) {
    values[index] = Math.min(1, Math.max(0, (values[index] ?? 0) / best));
  }
}

/** What each candidate's score is multiplied by. */
function boosts(candidates: readonly Candidate[], { named, date }: Question, { participants }: Scope): Float64Array {
  const assisted = hasAssistant(participants);
  const factors = new Float64Array(candidates.length);
  for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index];
    if (!candidate) continue;
    factors[index] =
      (named !== null && candidate.speaker === named ? 1 + namedBoost : 1) *
      (date === null ? 1 : 1 + dateBoost * nearness(date, candidate.day)) *
      (assisted && candidate.role === 'USER' ? 1 + userBoost : 1);
  }
  return factors;
}
