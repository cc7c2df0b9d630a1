/** Weights of the re-scoring that cannot be used: broken, incomplete, or made for another embedding table. */
export class RankingModelError extends Error {
  override readonly name = 'RankingModelError';
}
