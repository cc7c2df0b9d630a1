import type { Reach } from '../collection/reach.ts';
import { changeMemory } from '../memory/change-memory.ts';
import { type LockedMemory, lockMemories } from '../memory/lock-memories.ts';
import type { Memory } from '../memory/memory.ts';
import { currentTwin } from '../memory/restore-memory.ts';
import { wasOnlyRetired } from '../memory/retire-ended.ts';
import { giveBackUse } from '../memory/take-over-use.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { idsInRole, type Proposal } from './consolidation.ts';
import { type ChangedMemory, decide, markRestored, moveRevision } from './proposal-changes.store.ts';

export interface Undone {
  /** Ids of memories that are as they were before the proposal was applied. */
  readonly restored: readonly string[];
  /** Number of those that the proposal had changed: a merge may have kept one as it was. */
  readonly changed: number;
  /** Ids of memories that somebody has changed since, that have an equal CURRENT memory now, or whose former state is no longer stored. */
  readonly kept: readonly string[];
}

/**
 * Undoes a locked, applied proposal: restores each memory that still has the revision that the proposal left. Memories purged
 * since are skipped. A merge of which no memory can be restored holds: the kept one keeps what it took over. The proposal becomes
 * UNDONE if any memory was restored.
 */
export async function undoProposal(
  unit: UnitOfWork,
  reach: Reach,
  proposal: Proposal,
  memories: readonly ChangedMemory[],
  undoneBy: string,
): Promise<Undone> {
  const ordered = [...memories].sort((one, other) => Number(one.role === 'KEEP') - Number(other.role === 'KEEP'));
  const locked = await lockMemories(
    unit.db,
    reach,
    ordered.map(({ memoryId }) => memoryId),
  );
  const restored: ChangedMemory[] = [];
  const kept: string[] = [];
  for (const one of ordered) {
    const memory = locked.get(one.memoryId);
    if (!memory) continue;
    const holds = one.before !== null && restored.length === 0 && isMergedInto(one.memoryId, locked.values());
    if (!holds && (await restore(unit, memory, one, { kind: proposal.kind, undoneBy }))) restored.push(one);
    else if (!holds || isChanged(one)) kept.push(one.memoryId);
  }
  await giveBack(unit, ordered, restored);
  const ids = restored.map(({ memoryId }) => memoryId);
  await markRestored(unit.db, proposal.accountId, proposal.id, ids);
  if (restored.length > 0) await decide(unit.db, proposal.accountId, [proposal.id], 'UNDONE');
  return { restored: ids, changed: restored.filter(isChanged).length, kept };
}

/** Whether the proposal changed the memory: a merge may keep one as it was. */
const isChanged = ({ revision, revisionLeft }: ChangedMemory): boolean => revision !== revisionLeft;

const isMergedInto = (id: string, memories: Iterable<LockedMemory>): boolean =>
  [...memories].some(({ memory }) => memory.status === 'SUPERSEDED' && memory.supersededById === id);

async function restore(
  unit: UnitOfWork,
  locked: LockedMemory,
  { memoryId, role, revision, revisionLeft, before }: ChangedMemory,
  { kind, undoneBy }: Pick<Proposal, 'kind'> & { readonly undoneBy: string },
): Promise<boolean> {
  const { memory, tierPinned } = locked;
  if (!before) return false;
  // A merge may change no field of the memory that it keeps: then later edits of that one are not in the way.
  if (revision === revisionLeft) return true;
  if (role === 'TIER' && tierPinned) return false;
  if (!(await isAsLeft(unit, memory, { revisionLeft, kind }))) return false;
  const returns = memory.status !== 'CURRENT' && before.state.status === 'CURRENT';
  if (returns && (await currentTwin(unit, memory))) return false;
  const { tier, ...others } = before.state;
  const cause = { actor: { kind: 'CONSOLIDATION', name: undoneBy }, reason: 'Consolidation was undone.' } as const;
  const restored = await changeMemory(unit, locked, role === 'TIER' ? { tier } : others, {
    ...cause,
    counterpartId: memory.supersededById,
  });
  await moveRevision(unit.db, unit.accountId, memoryId, { from: revision, to: restored.revision });
  return true;
}

/**
 * Whether a memory is as a proposal left it. If that retired it, its end may have come since, or its successor may have been purged.
 */
async function isAsLeft(
  unit: UnitOfWork,
  memory: Memory,
  { revisionLeft, kind }: Pick<ChangedMemory, 'revisionLeft'> & Pick<Proposal, 'kind'>,
): Promise<boolean> {
  if (memory.revision === revisionLeft) return true;
  return kind === 'RETIRE' && memory.revision === revisionLeft + 1 && (await wasOnlyRetired(unit, memory));
}

/** Makes the recalls of restored memories count for them alone again. */
async function giveBack(unit: UnitOfWork, all: readonly ChangedMemory[], restored: readonly ChangedMemory[]) {
  const kept = restored.find(({ role }) => role === 'KEEP');
  if (!kept?.before?.takesOver) return;
  const [from, of] = [idsInRole(all, 'GO'), idsInRole(restored, 'GO')];
  await giveBackUse(unit, kept.memoryId, of.length === from.length ? kept.before.use : null, { from, of });
}
