import type { IncomingMessage } from 'node:http';

/** A header that a request has once; null where it has none, or several. `name` is in lower case. */
export function singleHeader({ headers }: IncomingMessage, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}
