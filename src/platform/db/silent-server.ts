import type { Socket } from 'node:net';
import type pg from 'pg';

/** What pg does not declare. Source: pg 8, client.js. */
interface Waiting {
  readonly readyForQuery?: boolean | null;
  readonly connection: { readonly stream: Socket };
}

/**
 * Breaks a connection off whose server has not said anything for so long while a statement waits for it. A server that is lost without a
 * word, as in a failover, ends no connection: they would be taken, one after the other, by statements that nobody answers.
 */
export function breakOffSilent(client: pg.ClientBase, silentMs: number): void {
  const { connection } = client as unknown as Waiting;
  const { stream } = connection;
  stream.setTimeout(silentMs, () => {
    if ((client as unknown as Waiting).readyForQuery) return;
    const message = `The database has said nothing for ${silentMs / 1000} s`;
    stream.destroy(Object.assign(new Error(message), { code: 'ETIMEDOUT' }));
  });
}
