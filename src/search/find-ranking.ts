import type { Reach } from '../collection/reach.ts';
import type { AnsweredRanking, SearchRequest } from './search.ts';

/** Finds the whole ranking for a question, best first. */
export interface FindRanking {
  /** `state`: that of a ranking returned before, which is returned again if it is still kept, so that its pages fit together. */
  find(reach: Reach, request: SearchRequest, state?: string | null): Promise<AnsweredRanking>;
  /** Returns the query as it is searched: with its misspelt words corrected. */
  spelt(reach: Reach, request: SearchRequest): Promise<string>;
}

/** The same for callers that need only the hits and whether any arm failed. */
export interface FindHits {
  find(reach: Reach, request: SearchRequest): Promise<Pick<AnsweredRanking, 'hits' | 'failedArms'>>;
}
