import { byScore } from '../ranking/order.ts';
import type { AnsweredHit, AnsweredHits, Sliced } from '../search.ts';

/** A hit in an order, with the reranker's score; null if it gave none. */
export interface Place {
  readonly hit: AnsweredHit;
  readonly rerankScore: number | null;
}

/** The sort key of a place. */
export interface PlaceKey {
  readonly id: string;
  readonly score: number;
  readonly rerankScore: number | null;
}

export const keyOf = ({ hit: { id, score }, rerankScore }: Place): PlaceKey => ({ id, score, rerankScore });

/** All places of an order, of which only a page is read. */
export type Places = Sliced<Place>;

/** The hits in their original order. */
export const placesOf = (hits: AnsweredHits): Places => ({
  length: hits.length,
  slice: (from, to) => hits.slice(from, to).map((hit) => ({ hit, rerankScore: null })),
});

/** Sorts the hits by the scores, which the first of them have; hits without a score follow in their original order. */
export const inOrder = (hits: AnsweredHits, scores: readonly (number | null)[]): Place[] =>
  hits
    .slice()
    .map((hit, index) => ({ hit, rerankScore: scores[index] ?? null }))
    .sort((one, other) => compare(keyOf(one), keyOf(other)));

/** Reranked hits first, best first; then the others as the search ranked them. */
export function compare(one: PlaceKey, other: PlaceKey): number {
  if (one.rerankScore === null || other.rerankScore === null) {
    return Number(one.rerankScore === null) - Number(other.rerankScore === null) || byScore(one, other);
  }
  return other.rerankScore - one.rerankScore || byScore(one, other);
}
