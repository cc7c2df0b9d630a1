import type { Database } from '../db/database.ts';
import type { StreamKind } from '../db/tables.ts';
import { getOrInsert } from '../get-or-insert.ts';

/** A stream of events, such as those of one collection or conversation. */
export interface StreamRef {
  readonly accountId: string;
  readonly kind: StreamKind;
  readonly streamId: string;
}

/** Unique key of a stream: only its last part may contain arbitrary characters. */
export const streamKey = ({ accountId, kind, streamId }: StreamRef): string => `${kind} ${streamId} ${accountId}`;

/** Hooks that run after writes, by the database handle that the writes use. */
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

  /** In the order of registration. */
  of(db: Database): Set<Hook> {
    return getOrInsert(this.#ofHandle, db, () => new Set());
  }
}

const steps = new Hooks<(accountId: string) => Promise<void>>();
const listeners = new Hooks<(touched: readonly StreamRef[]) => void>();

/** Runs `step` after each unit of work on these handles: after its commit, before its caller gets the result and listeners are notified. It must not throw. */
export const afterWrites = (writers: readonly Database[], step: (accountId: string) => Promise<void>): Disposable =>
  steps.add(writers, step);

/** Runs the steps one after another: a later one may rely on earlier ones. */
export async function runAfterWrite(db: Database, accountId: string): Promise<void> {
  for (const step of steps.of(db)) await step(accountId);
}

/** Notifies `listener` of the streams that a unit of work on these handles has written to, once it is committed. */
export const onCommit = (writers: readonly Database[], listener: (touched: readonly StreamRef[]) => void): Disposable =>
  listeners.add(writers, listener);

export function tellCommit(db: Database, touched: readonly StreamRef[]): void {
  if (touched.length === 0) return;
  for (const listener of listeners.of(db)) listener(touched);
}
