import type { Comparison, NumberLists, Turns } from './engine-port.ts';
import { idf } from './idf.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import type { Question, QuestionInScope } from './question.ts';

/** Share of a match that counts for a turn this many places away. Source: retrieval recipe, stage 2, MaxSim. */
const windowShares = [1, 0.8, 0.6] as const;
/** The same for an assistant's long reply, which counts nowhere else. Source: docs/adr/0086. */
const shareOfLongReply = 0.6;

/**
 * A question with more pieces is matched by its heaviest ones, so that it does not hold up others. Five times the pieces of the
 * longest of the 495 development questions with which the recipe was found.
 */
const mostPieces = 96;

/** Similarity of word pieces by the static table, implemented in platform/embedding/piece-similarity.ts. */
export interface PieceSimilarity {
  /** Length of the piece's vector. */
  length(piece: number): number;
  /** For each of the first `count` texts and each piece of `asked`, the cosine of the text's most similar piece. */
  best(texts: NumberLists<Uint16Array>, count: number, asked: Uint16Array): Float32Array;
  /** The same on a worker thread: rejects if the thread is lost. Null if that would not be faster. */
  bestAside(texts: NumberLists<Uint16Array>, count: number, asked: Uint16Array): Promise<Float32Array> | null;
}

export function compare(
  { length, pieces: texts }: Turns,
  asked: QuestionInScope,
  similarity: PieceSimilarity,
): Comparison {
  const { pieces, weights } = heaviest(asked, similarity);
  return { weights, values: similarity.best(texts, length, pieces) };
}

/** The same on a worker thread; see `PieceSimilarity`. */
export function compareAside(
  { length, pieces: texts }: Turns,
  asked: QuestionInScope,
  similarity: PieceSimilarity,
): Promise<Comparison> | null {
  const { pieces, weights } = heaviest(asked, similarity);
  const found = similarity.bestAside(texts, length, pieces);
  return found === null ? null : found.then((values) => ({ weights, values }));
}

/** How well each turn's pieces match the question's in meaning, summed over the question's pieces. */
interface SoftMatch {
  /** By the turn's own pieces: ms of the recipe, not yet a share of the best. */
  readonly own: Float64Array;
  /** Members only: by their neighbours' pieces, too: msw2. */
  readonly window: Float64Array;
}

export function softMatch(
  { length, members }: Turns,
  near: Neighbourhood,
  { asksForReply }: Pick<Question, 'asksForReply'>,
  { weights, values }: Comparison,
): SoftMatch {
  const stride = weights.length;
  const own = new Float64Array(length);
  for (let place = 0; place < length; place++) own[place] = weightedSum(weights, values, place * stride);
  const window = new Float64Array(members);
  const reached = new Float64Array(stride);
  for (let member = 0; member < members; member++) {
    for (let piece = 0; piece < stride; piece++) reached[piece] = values[member * stride + piece] ?? 0;
    for (let places = 1; places < windowShares.length; places++) {
      const share = windowShares[places] ?? 0;
      raise(reached, values, near.placeAt(member, places) * stride, share);
      raise(reached, values, near.placeAt(member, -places) * stride, share);
    }
    // Who asks for the reply itself finds it by its own words.
    if (asksForReply === 0) raise(reached, values, near.longReplyTo(member) * stride, shareOfLongReply);
    window[member] = weightedSum(weights, reached, 0);
  }
  return { own, window };
}

/** Returns the question's heaviest pieces and their weights: idf times the length of the piece's vector. */
function heaviest({ question, scope }: QuestionInScope, similarity: PieceSimilarity) {
  let weighed = Array.from(question.pieces, (piece) => ({
    piece,
    weight: idf(scope.memories, scope.memoriesWithPiece(piece)) * similarity.length(piece),
  }));
  if (weighed.length > mostPieces)
    weighed = weighed.sort((a, b) => b.weight - a.weight || a.piece - b.piece).slice(0, mostPieces);
  return {
    pieces: Uint16Array.from(weighed, ({ piece }) => piece),
    weights: Float64Array.from(weighed, ({ weight }) => weight),
  };
}

/** Raises each piece's match to a share of another turn's match, where that is more. */
function raise(reached: Float64Array, values: Float32Array, start: number, share: number): void {
  if (start < 0) return;
  for (let piece = 0; piece < reached.length; piece++) {
    const match = share * (values[start + piece] ?? 0);
    if (match > (reached[piece] ?? 0)) reached[piece] = match;
  }
}

function weightedSum(weights: Float64Array, values: Float32Array | Float64Array, start: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (weights[i] ?? 0) * (values[start + i] ?? 0);
  return sum;
}
