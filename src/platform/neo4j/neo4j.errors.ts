/** Neo4j is currently unavailable. */
export class Neo4jUnavailableError extends Error {
  override readonly name = 'Neo4jUnavailableError';
}
