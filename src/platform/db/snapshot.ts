import { AsyncLocalStorage } from 'node:async_hooks';
import type { DatabaseConnection } from 'kysely';

/** Who has the connection of a snapshot in hand, by that connection. */
const inHand = new WeakMap<DatabaseConnection, Snapshot>();

/** The snapshot that the running work reads in. What goes on after the work has ended is in none. */
const current = new AsyncLocalStorage<{ snapshot: Snapshot | null }>();

/** A transaction that all reads of some work share, one after the other, whoever they are asked by. */
export class Snapshot {
  readonly connection: DatabaseConnection;
  #last: Promise<void> = Promise.resolve();
  #done = () => {};

  constructor(connection: DatabaseConnection) {
    this.connection = connection;
  }

  /** The one that the running work reads in; null: an ordinary connection is to be used. */
  static get current(): Snapshot | null {
    return current.getStore()?.snapshot ?? null;
  }

  /** The one whose connection this is, while it is in hand. */
  static of(connection: DatabaseConnection): Snapshot | null {
    return inHand.get(connection) ?? null;
  }

  /** Runs work that reads in it. It may be ended then: whatever the work left behind has done. */
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
