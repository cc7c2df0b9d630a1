import type { IncomingMessage } from 'node:http';

/** Returns a header that occurs once; null if it is missing or repeated. `name` is in lower case. */
export function singleHeader({ headers }: IncomingMessage, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}
