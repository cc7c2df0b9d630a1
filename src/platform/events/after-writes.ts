import type { Database } from '../db/database.ts';

type Step = (accountId: string) => Promise<void>;

const steps = new WeakMap<Database, Set<Step>>();

/** Has something done after each unit of work on this handle is committed, and before its caller is answered and others are told. It must not throw. */
export function afterWrites(db: Database, step: Step): Disposable {
  const all = steps.get(db) ?? new Set();
  steps.set(db, all.add(step));
  return { [Symbol.dispose]: () => void all.delete(step) };
}

/** One step after the other, in the order in which they were given: a later one may count on those before it. */
export async function runAfterWrite(db: Database, accountId: string): Promise<void> {
  const all = steps.get(db);
  if (!all || all.size === 0) return;
  for (const step of all) await step(accountId);
}
