/** Returns an error's message. If a host has several addresses and none answers, Node's AggregateError has no message: then joins those of its errors. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message === '' && error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error.message;
}

/** Why a request failed, in words: `fetch` has the reason for a lost connection in the error's cause. */
export function lostBecause(error: unknown): string {
  return messageOf(error instanceof Error && error.cause instanceof Error ? error.cause : error);
}
