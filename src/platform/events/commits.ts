import type { Database } from '../db/database.ts';
import type { StreamKind } from '../db/tables.ts';

/** A stream of events: what one collection or conversation tells. */
export interface StreamRef {
  readonly accountId: string;
  readonly kind: StreamKind;
  readonly streamId: string;
}

/** Names a stream among all streams: of its parts only the last may hold any character. */
export const streamKey = ({ accountId, kind, streamId }: StreamRef): string => `${kind} ${streamId} ${accountId}`;

/** What is to be done when something is written, by the handle on the database that it is written by. */
class Hooks<Hook> {
  readonly #ofHandle = new WeakMap<Database, Set<Hook>>();

  add(writers: readonly Database[], hook: Hook): Disposable {
    const all = writers.map((db) => this.of(db));
    for (const hooks of all) hooks.add(hook);
    return {
      [Symbol.dispose]: () => {
        for (const hooks of all) hooks.delete(hook);
      },
    };
  }

  /** In the order in which they were added. */
  of(db: Database): Set<Hook> {
    const hooks = this.#ofHandle.get(db) ?? new Set();
    this.#ofHandle.set(db, hooks);
    return hooks;
  }
}

const steps = new Hooks<(accountId: string) => Promise<void>>();
const listeners = new Hooks<(touched: readonly StreamRef[]) => void>();

/** Has something done after each unit of work on these handles is committed, and before its caller is answered and others are told. It must not throw. */
export const afterWrites = (writers: readonly Database[], step: (accountId: string) => Promise<void>): Disposable =>
  steps.add(writers, step);

/** One step after the other: a later one may count on those before it. */
export async function runAfterWrite(db: Database, accountId: string): Promise<void> {
  for (const step of steps.of(db)) await step(accountId);
}

/** Tells of the streams that each unit of work on these handles has written to, once it is committed. */
export const onCommit = (writers: readonly Database[], listener: (touched: readonly StreamRef[]) => void): Disposable =>
  listeners.add(writers, listener);

export function tellCommit(db: Database, touched: readonly StreamRef[]): void {
  if (touched.length === 0) return;
  for (const listener of listeners.of(db)) listener(touched);
}
