import { type Neighbourhood, neighbourhoodOf } from './neighbourhood.ts';
import { hasAssistant } from './profile.ts';
import { type PieceSimilarity, softMatch } from './soft-match.ts';
import { type Asked, type StageOne, stageOne } from './stage-one.ts';
import type { Turn } from './turn.ts';

/** What is known of all turns before features are looked at, each as a share of the pool's best. */
export interface Evidence extends StageOne {
  readonly turns: readonly Turn[];
  readonly asked: Asked;
  readonly near: Neighbourhood;
  /** Soft match by the turn's own pieces: ms of the recipe. */
  readonly match: Float64Array;
  /** With its neighbours': msw2. */
  readonly windowMatch: Float64Array;
  /** The largest smoothed score in the turn's session: smax. */
  readonly sessionBest: Float64Array;
  /** Whether roles tell a user from an assistant. */
  readonly assisted: boolean;
}

export function evidenceOf(turns: readonly Turn[], asked: Asked, similarity: PieceSimilarity): Evidence {
  const near = neighbourhoodOf(turns);
  const first = stageOne(turns, near, asked);
  const { question, scope } = asked;
  const { own, window } = softMatch(turns, near, { pieces: question.pieces, scope, similarity });
  return {
    ...first,
    turns,
    asked,
    near,
    match: sharesOfBest(own, turns),
    windowMatch: sharesOfBest(window, turns),
    sessionBest: bestOfSessions(first.smoothed, turns),
    assisted: hasAssistant(scope.participants),
  };
}

/** Each value over the largest in the pool. */
function sharesOfBest(values: Float64Array, turns: readonly Turn[]): Float64Array {
  const best = values.reduce((most, value, index) => (turns[index]?.inPool ? Math.max(most, value) : most), 0);
  return best > 0 ? values.map((value) => value / best) : values;
}

function bestOfSessions(values: Float64Array, turns: readonly Turn[]): Float64Array {
  const best = new Map<number, number>();
  for (const [index, { session }] of turns.entries()) {
    best.set(session, Math.max(best.get(session) ?? 0, values[index] ?? 0));
  }
  return Float64Array.from(turns, ({ session }) => best.get(session) ?? 0);
}
