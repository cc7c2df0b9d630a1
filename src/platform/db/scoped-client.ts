import pg from 'pg';
import { askLed } from './leading-query.ts';

const idle = 'I';

/**
 * A client whose every transaction begins with a search path, one of a single statement too. For connections that take no options
 * and that a pooler hands to others in between: a path that outlived its transaction would be theirs. It costs no round trip:
 * both leave in one packet. Not for what cannot run in a transaction.
 */
export function scopedClient(path: string): typeof pg.Client {
  const literal = path.replaceAll("'", "''");
  // As text not by a query: nothing may be asked before `begin isolation level …`.
  const asText = [`set local search_path = ${path}`];
  const asParsed = [`select set_config('search_path', '${literal}', true)`];

  class ScopedClient extends pg.Client {}
  // pg declares a dozen forms of `query`: with and without values, with a callback or for a promise.
  Object.defineProperty(ScopedClient.prototype, 'query', {
    value(this: pg.Client, text: unknown, ...rest: readonly unknown[]): unknown {
      const leading = () => (this.getTransactionStatus() === idle ? { asText, asParsed } : null);
      return askLed(this, leading, text, ...rest);
    },
  });
  return ScopedClient;
}
