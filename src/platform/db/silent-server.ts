import type { Socket } from 'node:net';
import pg from 'pg';
import { orAfter } from '../or-after.ts';

/** Undeclared part of pg's client. Source: pg 8, client.js. */
interface Waiting {
  readonly readyForQuery?: boolean | null;
  readonly connection: { readonly stream: Socket };
}

/**
 * Destroys a connection whose server has sent nothing for `silentMs` while a statement waits, unless that statement is still at work. A
 * server that vanishes, as in a failover, closes no connections: one after the other would be taken by statements that
 * are never answered.
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
    // If that is unknown, check again later.
    const goesOn = await isAtWork().catch(() => true);
    if (goesOn) stream.setTimeout(silentMs);
    else if (!waiting.readyForQuery) stream.destroy(lost(silentMs));
  };
  stream.setTimeout(silentMs).on('timeout', () => void look());
}

/**
 * Whether a server says nothing for `ms` to a new connection and its first statement. One that refuses either, or that nobody can reach, has
 * answered: what waits for it fails soon by itself.
 */
export async function isServerSilent(config: pg.ClientConfig, ms: number): Promise<boolean> {
  const client = new pg.Client(config);
  client.on('error', () => {});
  const asked = async () => {
    await client.connect();
    await client.query('select 1');
  };
  const answered = asked().then(
    () => true,
    () => true,
  );
  try {
    return !(await orAfter(answered, ms, false));
  } finally {
    (client as unknown as Waiting).connection.stream.destroy();
  }
}

const lost = (silentMs: number): Error =>
  Object.assign(new Error(`The database has said nothing for ${silentMs / 1000} s`), { code: 'ETIMEDOUT' });
