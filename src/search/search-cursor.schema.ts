import type { Keyset } from '../platform/db/page.ts';
import { keyOf, type Place } from './rerank/place.ts';
import { type RerankOutcome, rerankOutcomes } from './rerank/reranker.ts';
import type { SearchPosition } from './search.service.ts';

/** What a cursor says of a place in an order. */
export function keysetOf(place: Place, rerank: RerankOutcome): Keyset {
  const { id, score, rerankScore } = keyOf(place);
  return { id, sort: [rerank, score, ...(rerankScore === null ? [] : [rerankScore])].join(' ') };
}

/** The position in a cursor; null where it says none. */
export function positionOf({ id, sort }: Keyset): SearchPosition | null {
  const [outcome, score, rerankScore] = sort.split(' ');
  const rerank = rerankOutcomes.find((one) => one === outcome);
  if (rerank === undefined || score === undefined) return null;
  return { id, rerank, score: Number(score), rerankScore: rerankScore === undefined ? null : Number(rerankScore) };
}
