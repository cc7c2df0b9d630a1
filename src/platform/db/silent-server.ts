import type { Socket } from 'node:net';
import type pg from 'pg';

/** What pg does not declare. Source: pg 8, client.js. */
interface Waiting {
  readonly readyForQuery?: boolean | null;
  readonly connection: { readonly stream: Socket };
}

/**
 * Breaks a connection off whose server has not said anything for so long while a statement waits for it, unless that is still at work. A
 * server that is lost without a word, as in a failover, ends no connection: they would be taken, one after the other, by statements that
 * nobody answers.
 */
export function breakOffSilent(
  client: pg.ClientBase,
  silentMs: number,
  isAtWork: () => Promise<boolean> = async () => false,
): void {
  const waiting = client as unknown as Waiting;
  const { stream } = waiting.connection;
  const look = async () => {
    if (waiting.readyForQuery) return;
    // Where nobody can tell, it is asked again.
    const goesOn = await isAtWork().catch(() => true);
    if (goesOn) stream.setTimeout(silentMs);
    else if (!waiting.readyForQuery) stream.destroy(lost(silentMs));
  };
  stream.setTimeout(silentMs).on('timeout', () => void look());
}

const lost = (silentMs: number): Error =>
  Object.assign(new Error(`The database has said nothing for ${silentMs / 1000} s`), { code: 'ETIMEDOUT' });
