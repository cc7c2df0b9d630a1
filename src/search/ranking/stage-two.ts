import type { Evidence } from './evidence.ts';
import type { FeatureName } from './feature-names.ts';
import { features } from './features.ts';
import { byScore } from './order.ts';
import type { Weights } from './ranking-model.ts';
import type { RankedTurn, ScorePart, Turn } from './turn.ts';

/** A feature with its values, one a member of the pool. */
interface Weighed {
  readonly name: FeatureName;
  readonly weight: number;
  readonly values: Float64Array;
}

/** The members of the pool, best first: a score is the sum of all features by their weights. */
export function stageTwo(evidence: Evidence, weights: Weights): RankedTurn[] {
  const { turns, members } = evidence;
  const all = features(evidence);
  const weighed = weights.map(([name, weight]) => ({ name, weight, values: all[name]() }));
  const scores = new Float64Array(members.length);
  for (const { weight, values } of weighed) {
    for (let member = 0; member < scores.length; member++) {
      scores[member] = (scores[member] ?? 0) + weight * (values[member] ?? 0);
    }
  }
  const ranked: Ranked[] = [];
  for (let member = 0; member < members.length; member++) {
    const index = members[member] ?? 0;
    const turn = turns[index];
    if (turn) ranked.push(new Ranked({ turn, index, member, score: scores[member] ?? 0 }, weighed));
  }
  return ranked.sort(byScore);
}

interface Placed {
  readonly turn: Turn;
  /** Its place among the turns, and among the members of the pool. */
  readonly index: number;
  readonly member: number;
  readonly score: number;
}

class Ranked implements RankedTurn {
  readonly index: number;
  readonly score: number;
  readonly #turn: Turn;
  readonly #member: number;
  readonly #weighed: readonly Weighed[];

  constructor({ turn, index, member, score }: Placed, weighed: readonly Weighed[]) {
    this.index = index;
    this.score = score;
    this.#turn = turn;
    this.#member = member;
    this.#weighed = weighed;
  }

  get id(): string {
    return this.#turn.id;
  }

  /** What adds something to the score or takes from it, the largest contribution first. */
  explain(): ScorePart[] {
    return this.#weighed
      .map(({ name, weight, values }) => {
        const value = values[this.#member] ?? 0;
        return { name, value, contribution: weight * value };
      })
      .filter(({ value }) => value !== 0)
      .sort((a, b) => b.contribution - a.contribution);
  }
}
