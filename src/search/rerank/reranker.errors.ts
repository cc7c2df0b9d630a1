/** A reranker gave no usable answer. The message may be logged: it contains nothing of question, documents or answer. */
export class RerankerError extends Error {
  override readonly name = 'RerankerError';
}
