import type { Evidence } from './evidence.ts';
import { type Feature, features } from './features.ts';
import { byScore } from './order.ts';
import type { Weights } from './ranking-model.ts';
import type { RankedTurn, ScorePart, Turn } from './turn.ts';

/** The members of the pool, best first: a score is the sum of all features by their weights. */
export function stageTwo(evidence: Evidence, weights: Weights): RankedTurn[] {
  const all = features(evidence);
  const weighed = weights.map(([name, weight]) => ({ name, weight, feature: all[name] }));
  const ranked: RankedTurn[] = [];
  for (const [index, turn] of evidence.turns.entries()) {
    if (!turn.inPool) continue;
    let score = 0;
    for (const { weight, feature } of weighed) score += weight * feature(turn, index);
    ranked.push({ id: turn.id, index, score, explain: () => parts(weighed, turn, index) });
  }
  return ranked.sort(byScore);
}

interface Weighed {
  readonly name: string;
  readonly weight: number;
  readonly feature: Feature;
}

/** What adds something to the score or takes from it, the largest contribution first. */
const parts = (weighed: readonly Weighed[], turn: Turn, index: number): ScorePart[] =>
  weighed
    .map(({ name, weight, feature }) => {
      const value = feature(turn, index);
      return { name, value, contribution: weight * value };
    })
    .filter(({ value }) => value !== 0)
    .sort((a, b) => b.contribution - a.contribution);
