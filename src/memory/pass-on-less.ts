import { sql } from 'kysely';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { type Cause, changeMemory } from './change-memory.ts';
import { type Described, sqlWithout, without } from './described.ts';
import type { LockedMemory } from './lock-memories.ts';
import type { Memory } from './memory.ts';

export const byPurge: Cause = { actor: { kind: 'CONSOLIDATION', name: 'purge' } };

/** Removes tags and metadata from a memory, and from the revisions of its history after `sinceRevision`. */
export async function passOnLess(
  unit: UnitOfWork,
  locked: LockedMemory,
  taken: Described,
  sinceRevision: number,
): Promise<Memory> {
  const less = without(locked.memory, [taken]);
  const changed = await changeMemory(unit, locked, less, byPurge);
  await hadLess(unit, locked.memory, taken, { after: sinceRevision, last: changed.revision });
  return changed;
}

/** Removes tags and metadata from some revisions of a memory's history only: the memory has them no longer. */
export async function hadLess(
  { db }: UnitOfWork,
  { accountId, id }: Memory,
  taken: Described,
  { after, last }: { readonly after: number; readonly last: number },
): Promise<void> {
  const left = sqlWithout(taken);
  await sql`
    update memory_revision set tags = ${left.tags(sql`tags`)}, metadata = ${left.metadata(sql`metadata`)}
    where account_id = ${accountId} and memory_id = ${id} and revision > ${after} and revision <= ${last}`.execute(db);
}
