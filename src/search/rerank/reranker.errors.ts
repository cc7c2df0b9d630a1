/** A reranker gave no answer that can be used. The message may be logged: it holds nothing of question, documents or answer. */
export class RerankerError extends Error {
  override readonly name = 'RerankerError';
}
