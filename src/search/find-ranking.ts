import type { Reach } from '../collection/reach.ts';
import type { AnsweredRanking, SearchRequest } from './search.ts';

/** Answers a question with the whole ranking, best first. */
export interface FindRanking {
  find(reach: Reach, request: SearchRequest): Promise<AnsweredRanking>;
}

/** The same for who wants the hits alone. */
export interface FindHits {
  find(reach: Reach, request: SearchRequest): Promise<Pick<AnsweredRanking, 'hits'>>;
}
