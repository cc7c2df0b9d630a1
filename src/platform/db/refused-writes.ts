import type { EventEmitter } from 'node:events';
import type pg from 'pg';
import { isOutOfSpace, isReadOnly } from '../database-errors.ts';

/** Undeclared part of pg's client. Source: pg 8, client.js and connection.js. */
interface Speaking {
  readonly connection: EventEmitter<{ errorMessage: [Error] }>;
}

const refusing = new WeakSet<pg.ClientBase>();

/** How long one refusal counts: clients are told to repeat their write after half a minute. */
const countsMs = 60_000;

/** Whether the disk of a database is full: unlike one that is read-only, it says so only to a write that needs space. */
export class DiskSpace {
  #lackedAt = Number.NEGATIVE_INFINITY;

  /** Whether a statement found none within the last minute. */
  get isLacking(): boolean {
    return performance.now() - this.#lackedAt < countsMs;
  }

  note(error: unknown): void {
    if (isOutOfSpace(error)) this.#lackedAt = performance.now();
  }
}

/** Watches whether a connection refuses a write: because it is read-only, or for lack of space, which `space` notes. */
export function watchRefusals(client: pg.ClientBase, space: DiskSpace | null): void {
  const { connection } = client as unknown as Speaking;
  connection.on('errorMessage', (error) => {
    if (isReadOnly(error)) refusing.add(client);
    space?.note(error);
  });
}

/**
 * Whether the connection has refused a write. It may do so for ever while new connections accept writes: the former primary has become a standby,
 * or the connection keeps a database setting that has since been reverted.
 */
export const hasRefusedWrites = (client: pg.ClientBase): boolean => refusing.has(client);
