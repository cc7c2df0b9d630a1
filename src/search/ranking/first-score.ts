import { nearness } from './date-nearness.ts';
import type { Candidates, Fit } from './engine-port.ts';
import { isOfSide } from './profile.ts';
import type { Question, QuestionInScope } from './question.ts';

/** Weight of the cosine against the lexical score, by embedding model. Source: retrieval recipe, stage 1, point 4. */
const denseWeights: readonly (readonly [model: RegExp, weight: number])[] = [
  [/^static-/, 0.75],
  [/^e5-/, 1.5],
];
const otherDenseWeight = 1;

/** The best cosine counts as at least this much, so that noise is not scaled up to certainty. Source: as above. */
const cosineFloor = 0.05;
/** Avoids a division by zero if nothing matches lexically. Source: the recipe's Python reference. */
const lexicalFloor = 1e-6;

/** Boosts for the speaker and the date that the question names, and for those whose words it more likely asks for (a user's own). As above. */
const namedBoost = 0.2;
const dateBoost = 0.3;
const sideBoost = 0.2;

/** Scores of all candidates, each as a share of the best, and their fusion. */
export interface FirstScores {
  readonly lexical: Float64Array;
  readonly dense: Float64Array;
  /** Members only: the weighted sum of both, with the boosts: F of the recipe. */
  readonly fused: Float64Array;
}

/** "Best" means best of the members: neighbours outside of the pool don't count. `kinds`: what the members' own words add, see `kindScores`. */
export function firstScores(
  candidates: Candidates,
  { question, model }: QuestionInScope,
  kinds?: Float64Array,
): FirstScores {
  const { length, members } = candidates;
  const byWords = candidates.lexical.slice(0, length);
  if (kinds)
    for (let member = 0; member < members; member++) byWords[member] = (byWords[member] ?? 0) + (kinds[member] ?? 0);
  const lexical = sharesOfBest(byWords, members, lexicalFloor);
  const dense = sharesOfBest(candidates.cosines.slice(0, length), members, cosineFloor);
  const weight = denseWeightOf(model);
  const fused = new Float64Array(members);
  for (let member = 0; member < members; member++)
    fused[member] = (lexical[member] ?? 0) + weight * (dense[member] ?? 0);
  boost(fused, candidates, question);
  return { lexical, dense, fused };
}

const denseWeightOf = (model: string): number =>
  denseWeights.find(([name]) => name.test(model))?.[1] ?? otherDenseWeight;

/** Returns F, without the boosts, for scores among these. */
export function firstScore(among: readonly Fit[], model: string): (scores: Fit) => number {
  const mostLexical = Math.max(lexicalFloor, ...among.map(({ lexical }) => lexical));
  const mostCosine = Math.max(cosineFloor, ...among.map(({ cosine }) => cosine));
  const weight = denseWeightOf(model);
  return ({ lexical, cosine }) => lexical / mostLexical + weight * Math.max(0, cosine / mostCosine);
}

/** Divides the values by the best of the members, or by the floor if that is larger, and clamps them to 0…1, in place. */
function sharesOfBest(values: Float64Array, members: number, floor: number): Float64Array {
  let best = floor;
  for (let place = 0; place < members; place++) best = Math.max(best, values[place] ?? 0);
  for (let place = 0; place < values.length; place++) {
    values[place] = Math.min(1, Math.max(0, (values[place] ?? 0) / best));
  }
  return values;
}

/** Multiplies each score by the boosts for speaker, date and role. */
function boost(fused: Float64Array, candidates: Candidates, { named, date, side }: Question): void {
  if (named === null && date === null && side === null) return;
  for (let member = 0; member < fused.length; member++) {
    const participant = candidates.participant(member);
    const factor =
      (named !== null && participant.speaker === named ? 1 + namedBoost : 1) *
      (date === null ? 1 : 1 + dateBoost * nearness(date, candidates.days[member] ?? 0)) *
      (side !== null && isOfSide(side, participant) ? 1 + sideBoost : 1);
    fused[member] = (fused[member] ?? 0) * factor;
  }
}
