/** Neo4j cannot be used now. */
export class Neo4jUnavailableError extends Error {
  override readonly name = 'Neo4jUnavailableError';
}
