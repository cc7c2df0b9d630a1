import type { Reach } from '../collection/reach.ts';
import type { AnsweredRanking, SearchRequest } from './search.ts';

/** Answers a question with the whole ranking, best first. */
export interface FindRanking {
  /** With the `state` of a ranking that was answered before, that one where it is still kept: its pages fit together. */
  find(reach: Reach, request: SearchRequest, state?: string | null): Promise<AnsweredRanking>;
}

/** The same for who wants the hits, and to know whether they are all. */
export interface FindHits {
  find(reach: Reach, request: SearchRequest): Promise<Pick<AnsweredRanking, 'hits' | 'failedArms'>>;
}
