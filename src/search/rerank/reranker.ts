/** Judges how well texts answer a question, better and more slowly than the ranking does: over a network, or by a model. */
export interface Reranker {
  /**
   * A score for each document, higher is better and any scale will do; null for one that was not judged. Rejects with a
   * RerankerError where there is no answer that can be used, and with the signal's reason when that is aborted.
   */
  score(question: string, documents: readonly string[], signal: AbortSignal): Promise<readonly (number | null)[]>;
}

/** What became of the wish to have a ranking put in order. */
export type RerankOutcome = (typeof rerankOutcomes)[number];

export const rerankOutcomes = ['NOT_ASKED', 'APPLIED', 'SKIPPED_DEADLINE', 'SKIPPED_PLAN', 'UNAVAILABLE'] as const;
