import { Pool } from 'pg';
import { PreparingClient } from '../preparing-client.ts';
import { rowTypes } from '../row-types.ts';
import { WireStream } from './wire-stream.ts';
import type { WorkerLink } from './worker-link.ts';

/** A pool of the embedded database's single connection. */
export function embeddedPool(link: WorkerLink): Pool {
  const pool = new Pool({
    Client: PreparingClient,
    types: rowTypes,
    stream: () => new WireStream(link),
    max: 1,
    idleTimeoutMillis: 0,
    user: 'postgres',
    database: 'postgres',
    // Explicit, because pg would otherwise read PGSSLMODE from the environment.
    ssl: false,
  });
  // A broken connection emits an error, and Node ends the process if nobody listens. Pending calls
  // are rejected with the same error, and the link's `onDeath` is called.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  // A client released inside a transaction would pass it on to the next user. If the rollback fails, the
  // connection is broken, and the pool discards it.
  pool.on('release', (error, client) => {
    if (!error && client.getTransactionStatus() !== 'I') client.query('ROLLBACK').catch(() => undefined);
  });
  return pool;
}
