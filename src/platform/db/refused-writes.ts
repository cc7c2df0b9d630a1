import type { EventEmitter } from 'node:events';
import type pg from 'pg';
import { isReadOnly } from '../database-errors.ts';

/** Undeclared part of pg's client. Source: pg 8, client.js and connection.js. */
interface Speaking {
  readonly connection: EventEmitter<{ errorMessage: [Error] }>;
}

const refusing = new WeakSet<pg.ClientBase>();

/** Watches whether a connection refuses a write because it is read-only. */
export function watchRefusals(client: pg.ClientBase): void {
  const { connection } = client as unknown as Speaking;
  connection.on('errorMessage', (error) => {
    if (isReadOnly(error)) refusing.add(client);
  });
}

/**
 * Whether the connection has refused a write. It may do so for ever while new connections accept writes: the former primary has become a standby,
 * or the connection keeps a database setting that has since been reverted.
 */
export const hasRefusedWrites = (client: pg.ClientBase): boolean => refusing.has(client);
