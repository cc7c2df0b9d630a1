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

type Listener = (touched: readonly StreamRef[]) => void;

const listeners = new WeakMap<Database, Set<Listener>>();

/** Tells of the streams that each unit of work on this database handle has written to, once it is committed. */
export function onCommit(db: Database, listener: Listener): Disposable {
  const all = listeners.get(db) ?? new Set();
  listeners.set(db, all.add(listener));
  return { [Symbol.dispose]: () => void all.delete(listener) };
}

export function tellCommit(db: Database, touched: readonly StreamRef[]): void {
  if (touched.length === 0) return;
  for (const listener of listeners.get(db) ?? []) listener(touched);
}
