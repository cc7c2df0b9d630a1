/** The weights of the re-scoring cannot be used: they are broken, incomplete, or made for another embedding table. */
export class RankingModelError extends Error {
  override readonly name = 'RankingModelError';
}
