import pg from 'pg';
import { askLed } from './leading-query.ts';

const idle = 'I';

/**
 * A client that sets a search path at the start of every transaction, including those of a single statement. For connections that accept no options
 * and that a pooler shares: a path that outlived its transaction would affect other clients. It costs no round trip:
 * both are sent in one packet. Not for statements that cannot run in a transaction.
 */
export function scopedClient(path: string): typeof pg.Client {
  const literal = path.replaceAll("'", "''");
  // As text it must not be a query: nothing may be queried before `begin isolation level …`.
  const asText = [`set local search_path = ${path}`];
  const asParsed = [`select set_config('search_path', '${literal}', true)`];

  class ScopedClient extends pg.Client {}
  // pg declares a dozen overloads of `query`: with and without values, with a callback or returning a promise.
  Object.defineProperty(ScopedClient.prototype, 'query', {
    value(this: pg.Client, text: unknown, ...rest: readonly unknown[]): unknown {
      const leading = () => (this.getTransactionStatus() === idle ? { asText, asParsed } : null);
      return askLed(this, leading, text, ...rest);
    },
  });
  return ScopedClient;
}
