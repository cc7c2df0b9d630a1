import type { PostgresCursor, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { PoolClient } from 'pg';
import { LaneGateError } from './lane-gate.errors.ts';

/**
 * One checkout of a pooled connection. `pg` reuses the same client object for successive users; each user has its own lease,
 * so that a double release, or a query after the release, cannot affect the next user.
 */
export class Lease implements PostgresPoolClient {
  readonly lane: string;
  readonly #client: PoolClient;
  readonly #onRelease: (lease: Lease) => void;
  readonly #since = performance.now();
  #lastUse = this.#since;
  #underWay = 0;
  #over: string | null = null;

  constructor(client: PoolClient, lane: string, onRelease: (lease: Lease) => void) {
    this.#client = client;
    this.lane = lane;
    this.#onRelease = onRelease;
  }

  get heldMs(): number {
    return performance.now() - this.#since;
  }

  /** Time of the last use, by `performance.now()`; null while a query runs. */
  get idleSince(): number | null {
    return this.#underWay > 0 ? null : this.#lastUse;
  }

  query<R>(sql: string, parameters?: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query(query: string | PostgresCursor<unknown>, parameters: readonly unknown[] = []): unknown {
    if (this.#over !== null) {
      const error = new LaneGateError('DATABASE_CONNECTION_RELEASED', this.#over);
      if (typeof query === 'string') return Promise.reject(error);
      throw error;
    }
    this.#lastUse = performance.now();
    // A cursor is a Submittable of pg, which Kysely's types do not express.
    if (typeof query !== 'string') return this.#client.query(query as PostgresCursor<unknown> & { submit(): void });
    return this.#track(this.#client.query(query, [...parameters]));
  }

  /** Returns the connection to the pool. If it is inside a transaction or a query, it is closed, which rolls back. */
  release(destroy = false): void {
    const unclean = this.#underWay > 0 || this.#client.getTransactionStatus() !== 'I';
    this.#end(destroy || unclean, 'the connection was released');
  }

  /** Revokes the connection from a user who forgot to release it. */
  revoke(): void {
    this.#end(true, 'the connection was taken away, because others waited and nothing was asked of it');
  }

  #end(destroy: boolean, reason: string): void {
    if (this.#over !== null) return;
    this.#over = reason;
    this.#client.release(destroy);
    this.#onRelease(this);
  }

  async #track<T>(result: Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await result;
    } finally {
      this.#underWay -= 1;
      this.#lastUse = performance.now();
    }
  }
}
