import { idf } from './idf.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import type { PieceSimilarity } from './piece-similarity.ts';
import type { Scope, Turn } from './turn.ts';

/** How well the words of a neighbour stand for a turn's own, by places away. Source: retrieval recipe, stage 2, MaxSim. */
const windowShares = [1, 0.8, 0.6] as const;

/** How well each turn's pieces match the question's, by meaning: each as a sum over the question's pieces. */
export interface SoftMatch {
  /** By the turn's own pieces: ms of the recipe, not yet a share of the best. */
  readonly own: Float64Array;
  /** By those of its neighbours, too: msw2; only for turns in the pool, 0 elsewhere. */
  readonly window: Float64Array;
}

export function softMatch(
  turns: readonly Turn[],
  { indexAt }: Neighbourhood,
  { pieces, scope, similarity }: { pieces: Uint16Array; scope: Scope; similarity: PieceSimilarity },
): SoftMatch {
  const weights = Float64Array.from(
    pieces,
    (piece) => idf(scope.memories, scope.memoriesWithPiece(piece)) * similarity.length(piece),
  );
  const best = similarity.best(
    turns.map((turn) => turn.pieces),
    pieces,
  );
  const own = new Float64Array(turns.length);
  const window = new Float64Array(turns.length);
  const reached = new Float64Array(pieces.length);
  for (const [index, { inPool }] of turns.entries()) {
    own[index] = weightedSum(weights, best.subarray(index * pieces.length, (index + 1) * pieces.length));
    if (!inPool) continue;
    reached.fill(0);
    raise(reached, best, index, windowShares[0]);
    for (const places of [1, 2] as const) {
      raise(reached, best, indexAt(index, places), windowShares[places]);
      raise(reached, best, indexAt(index, -places), windowShares[places]);
    }
    window[index] = weightedSum(weights, reached);
  }
  return { own, window };
}

/** Raises each piece's match to a share of that of another turn, where that is more. */
function raise(reached: Float64Array, best: Float32Array, turn: number, share: number): void {
  if (turn < 0) return;
  const start = turn * reached.length;
  for (let piece = 0; piece < reached.length; piece++) {
    const match = share * (best[start + piece] ?? 0);
    if (match > (reached[piece] ?? 0)) reached[piece] = match;
  }
}

function weightedSum(weights: Float64Array, values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (weights[i] ?? 0) * (values[i] ?? 0);
  return sum;
}
