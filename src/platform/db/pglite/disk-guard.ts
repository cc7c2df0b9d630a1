import { statfsSync } from 'node:fs';
import type { RunSql } from './housekeeping.ts';

/** Room for the largest transaction that a request makes, and for the log of what was begun. */
const RESERVE_BYTES = 64 * 1024 * 1024;

/** Within this time no more is written than the reserve has room for. */
const LOOK_EACH_MS = 100;

/**
 * Has the database take no writes while little is left of the disk. A Postgres that cannot write its log dies and does not
 * start again, and then nobody reads either.
 */
export class DiskGuard {
  readonly #folder: string;
  #readOnly = false;
  #looked = Number.NEGATIVE_INFINITY;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** To be called between two transactions. */
  look(run: RunSql): void {
    const now = performance.now();
    if (now - this.#looked < LOOK_EACH_MS) return;
    this.#looked = now;
    const { bavail, bsize } = statfsSync(this.#folder);
    const readOnly = bavail * bsize < RESERVE_BYTES;
    if (readOnly !== this.#readOnly) run(`SET default_transaction_read_only = ${readOnly ? 'on' : 'off'}`);
    this.#readOnly = readOnly;
  }

  /** A new session begins with what Postgres has by default. */
  begin(): void {
    this.#readOnly = false;
    this.#looked = Number.NEGATIVE_INFINITY;
  }
}
