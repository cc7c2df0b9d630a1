import type { LastCall } from '../../platform/last-call.ts';

/** Judges how well texts answer a question, better but slower than the ranking: over a network or by a local model. */
export interface Reranker {
  /** Omitted: it is no endpoint. */
  readonly lastCall?: LastCall;
  /**
   * Returns a score for each document, on any scale, higher is better; null for one that was not judged. Rejects with a
   * RerankerError if there is no usable answer, and with the signal's reason when that is aborted.
   */
  score(question: string, documents: readonly string[], signal: AbortSignal): Promise<readonly (number | null)[]>;
}

/** The outcome of a request for reranking. */
export type RerankOutcome = (typeof rerankOutcomes)[number];

export const rerankOutcomes = ['NOT_ASKED', 'APPLIED', 'SKIPPED_DEADLINE', 'SKIPPED_PLAN', 'UNAVAILABLE'] as const;
