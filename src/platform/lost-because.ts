/** Why a request was not answered, in words: `fetch` keeps why a connection was lost apart. */
export function lostBecause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
