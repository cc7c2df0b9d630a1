import { statfsSync } from 'node:fs';
import type { RunSql } from './housekeeping.ts';

/** Enough for the largest transaction of a request, and for the log of transactions in progress. */
const RESERVE_BYTES = 64 * 1024 * 1024;

/** No more than the reserve can be written within this time. */
const LOOK_EACH_MS = 100;

/**
 * Makes the database read-only while the disk is nearly full. If Postgres cannot write its log, it dies and does not
 * start again, and then reads fail, too.
 */
export class DiskGuard {
  readonly #folder: string;
  #readOnly = false;
  #looked = Number.NEGATIVE_INFINITY;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Call it between transactions. */
  look(run: RunSql): void {
    const now = performance.now();
    if (now - this.#looked < LOOK_EACH_MS) return;
    this.#looked = now;
    const { bavail, bsize } = statfsSync(this.#folder);
    const readOnly = bavail * bsize < RESERVE_BYTES;
    if (readOnly !== this.#readOnly) run(`SET default_transaction_read_only = ${readOnly ? 'on' : 'off'}`);
    this.#readOnly = readOnly;
  }

  /** A new session starts with the defaults of Postgres. */
  begin(): void {
    this.#readOnly = false;
    this.#looked = Number.NEGATIVE_INFINITY;
  }
}
