import type { Keyset } from '../platform/db/page.ts';
import { keyOf, type Place } from './rerank/place.ts';
import { rerankOutcomes } from './rerank/reranker.ts';
import type { SearchPosition } from './search.service.ts';

/** The order that a page belongs to. */
export type Order = Pick<SearchPosition, 'rerank' | 'state'>;

const none = '-';

/** The content of a cursor for a place in an order. */
export function keysetOf(place: Place, { rerank, state }: Order): Keyset {
  const { id, score, rerankScore } = keyOf(place);
  return { id, sort: [rerank, score, rerankScore ?? none, state ?? none].join(' ') };
}

/** Returns the position in a cursor; null if it has none. */
export function positionOf({ id, sort }: Keyset): SearchPosition | null {
  const [outcome, score, rerankScore = none, state = none] = sort.split(' ');
  const rerank = rerankOutcomes.find((one) => one === outcome);
  if (rerank === undefined || score === undefined) return null;
  return {
    id,
    rerank,
    score: Number(score),
    rerankScore: rerankScore === none ? null : Number(rerankScore),
    state: state === none ? null : state,
  };
}
