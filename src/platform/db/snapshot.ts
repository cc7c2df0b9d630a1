import { AsyncLocalStorage } from 'node:async_hooks';
import type { DatabaseConnection } from 'kysely';

/** Snapshots whose connection is currently acquired, by connection. */
const inHand = new WeakMap<DatabaseConnection, Snapshot>();

/** The snapshot that the running work reads in. Work that continues after `read` has ended is in none. */
const current = new AsyncLocalStorage<{ snapshot: Snapshot | null }>();

/** A transaction shared by all reads of some work, one after the other, whoever sends them. */
export class Snapshot {
  readonly connection: DatabaseConnection;
  #last: Promise<void> = Promise.resolve();
  #done = () => {};

  constructor(connection: DatabaseConnection) {
    this.connection = connection;
  }

  /** The snapshot of the running work; null: use an ordinary connection. */
  static get current(): Snapshot | null {
    return current.getStore()?.snapshot ?? null;
  }

  /** The snapshot of this connection while it is acquired. */
  static of(connection: DatabaseConnection): Snapshot | null {
    return inHand.get(connection) ?? null;
  }

  /** Runs work that reads in this snapshot. Resolves once reads that the work left behind have ended, so that the transaction may end. */
  async read<T>(work: () => Promise<T>): Promise<T> {
    const store: { snapshot: Snapshot | null } = { snapshot: this };
    try {
      return await current.run(store, work);
    } finally {
      store.snapshot = null;
      await this.#last;
    }
  }

  async acquire(): Promise<DatabaseConnection> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    this.#done = resolve;
    inHand.set(this.connection, this);
    return this.connection;
  }

  release(): void {
    inHand.delete(this.connection);
    this.#done();
  }
}
