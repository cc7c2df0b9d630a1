import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import type { Actor } from './actor.ts';
import { type LockedMemory, writeToMany } from './change-memory.store.ts';

/** Actor of lifecycle changes in histories. */
export const lifecycleActor: Actor = { kind: 'CONSOLIDATION', name: 'lifecycle' };

/** Whether a memory with this end has ended. */
export const hasEnded = (validTo: Date | null, now: Date): boolean => validTo !== null && validTo <= now;

/** Marks locked memories that are CURRENT and have ended as SUPERSEDED without a successor; returns how many. */
export async function retireEnded(unit: UnitOfWork, locked: Iterable<LockedMemory>): Promise<number> {
  const ended = [...locked].flatMap(({ memory, now }) =>
    memory.status === 'CURRENT' && hasEnded(memory.validTo, now) ? memory : [],
  );
  if (ended.length === 0) return 0;
  const changed = ['status'];
  const ids = ended.map(({ id }) => id);
  const note = { changed, actor: lifecycleActor, reason: 'Its validity has ended.' };
  await writeToMany(unit.db, unit.accountId, ids, 'retired', note);
  for (const { id, collectionId } of ended) {
    const of = { kind: 'collection', streamId: collectionId, subjectId: id } as const;
    unit.record({ ...of, type: 'MemoryChanged', changed, recall: true, memories: -1 });
  }
  return ended.length;
}
