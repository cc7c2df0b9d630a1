/** What an error says. Of a host that has several addresses, none of which answers, Node says nothing itself: each of them has an error of its own. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message === '' && error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error.message;
}
