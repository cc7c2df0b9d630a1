import { byScore } from '../ranking/order.ts';
import type { AnsweredHit, AnsweredHits, Sliced } from '../search.ts';

/** A hit where it stands in an order; the score is a reranker's, null where none gave one. */
export interface Place {
  readonly hit: AnsweredHit;
  readonly rerankScore: number | null;
}

/** What the order goes by. */
export interface PlaceKey {
  readonly id: string;
  readonly score: number;
  readonly rerankScore: number | null;
}

export const keyOf = ({ hit: { id, score }, rerankScore }: Place): PlaceKey => ({ id, score, rerankScore });

/** All places of an order, of which a page is looked at. */
export type Places = Sliced<Place>;

/** The hits in their own order. */
export const placesOf = (hits: AnsweredHits): Places => ({
  length: hits.length,
  slice: (from, to) => hits.slice(from, to).map((hit) => ({ hit, rerankScore: null })),
});

/** The hits by the scores of the first of them; those without one keep their order behind. */
export const inOrder = (hits: AnsweredHits, scores: readonly (number | null)[]): Place[] =>
  hits
    .slice()
    .map((hit, index) => ({ hit, rerankScore: scores[index] ?? null }))
    .sort((one, other) => compare(keyOf(one), keyOf(other)));

/** Reranked first, best first; then as the search ranked them. */
export function compare(one: PlaceKey, other: PlaceKey): number {
  if (one.rerankScore === null || other.rerankScore === null) {
    return Number(one.rerankScore === null) - Number(other.rerankScore === null) || byScore(one, other);
  }
  return other.rerankScore - one.rerankScore || byScore(one, other);
}
