import type { EventEmitter } from 'node:events';
import type pg from 'pg';
import { isReadOnly } from '../database-unavailable.ts';

/** What pg does not declare. Source: pg 8, client.js and connection.js. */
interface Speaking {
  readonly connection: EventEmitter<{ errorMessage: [Error] }>;
}

const refusing = new WeakSet<pg.ClientBase>();

/** Notes whether a connection refuses a write, since it is to be read alone. */
export function watchRefusals(client: pg.ClientBase): void {
  const { connection } = client as unknown as Speaking;
  connection.on('errorMessage', (error) => {
    if (isReadOnly(error)) refusing.add(client);
  });
}

/**
 * Whether it has refused one. It may refuse for ever where others take writes by now: what was the primary has become a standby,
 * or it keeps a setting of the database that was changed back.
 */
export const refusesWrites = (client: pg.ClientBase): boolean => refusing.has(client);
