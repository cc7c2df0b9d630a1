import { Pool } from 'pg';
import { PreparingClient } from '../preparing-client.ts';
import { rowTypes } from '../row-types.ts';
import { WireStream } from './wire-stream.ts';
import type { WorkerLink } from './worker-link.ts';

/** A pool of the one connection that the embedded database has. */
export function embeddedPool(link: WorkerLink): Pool {
  const pool = new Pool({
    Client: PreparingClient,
    types: rowTypes,
    stream: () => new WireStream(link),
    max: 1,
    idleTimeoutMillis: 0,
    user: 'postgres',
    database: 'postgres',
    // Said here, because pg would take PGSSLMODE from the environment.
    ssl: false,
  });
  // A connection that breaks emits an error, and Node ends the process where nobody listens. Whoever waits for an
  // answer is rejected with the same error, and the link's `onDeath` is told.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  // A client that is released inside a transaction would hand it on to the next user. Where the rollback fails, the
  // connection is broken, and the pool throws it away.
  pool.on('release', (error, client) => {
    if (!error && client.getTransactionStatus() !== 'I') client.query('ROLLBACK').catch(() => undefined);
  });
  return pool;
}
