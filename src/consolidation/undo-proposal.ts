import { isDeepStrictEqual } from 'node:util';
import type { Reach } from '../collection/reach.ts';
import { changeMemory } from '../memory/change-memory.ts';
import { type LockedMemory, lockMemories } from '../memory/lock-memories.ts';
import type { Memory } from '../memory/memory.ts';
import { currentTwin } from '../memory/restore-memory.ts';
import { wasOnlyRetired } from '../memory/retire-ended.ts';
import { giveBackUse } from '../memory/take-over-use.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { idsInRole, type Proposal } from './consolidation.ts';
import { merged as mergedTold } from './merged.ts';
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
 * since are skipped. A merge of which no memory can be restored holds. What a merge kept goes on telling what those told that stay
 * merged into it, and is not marked as restored then: a purge of one of them takes that back. The proposal becomes UNDONE if any
 * memory was restored.
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
  const inPart: ChangedMemory[] = [];
  const kept: string[] = [];
  for (const one of ordered) {
    const memory = locked.get(one.memoryId);
    if (!memory) continue;
    const merged = ordered.filter(
      (other) => !restored.includes(other) && isMergedInto(one, locked.get(other.memoryId)),
    );
    if (one.before && merged.length > 0 && restored.length === 0) {
      if (isChanged(one)) kept.push(one.memoryId);
      continue;
    }
    const told = tellingAlso(one, merged);
    const isWhole = told === one;
    const isBack = await restore(unit, memory, told, { kind: proposal.kind, undoneBy, isWhole });
    if (isBack) (isWhole ? restored : inPart).push(one);
    if (!isBack || !isWhole) kept.push(one.memoryId);
  }
  await giveBack(unit, ordered, [...restored, ...inPart]);
  const ids = restored.map(({ memoryId }) => memoryId);
  await markRestored(unit.db, proposal.accountId, proposal.id, ids);
  if (restored.length > 0) await decide(unit.db, proposal.accountId, [proposal.id], 'UNDONE');
  return { restored: ids, changed: restored.filter(isChanged).length, kept };
}

/** Whether the proposal changed the memory: a merge may keep one as it was. */
const isChanged = ({ revision, revisionLeft }: ChangedMemory): boolean => revision !== revisionLeft;

/** Whether a merge kept the one, and the other is still hidden behind it. */
const isMergedInto = ({ memoryId, role }: ChangedMemory, other: LockedMemory | undefined): boolean =>
  role === 'KEEP' && other?.memory.status === 'SUPERSEDED' && other.memory.supersededById === memoryId;

/**
 * What a merge kept, with a former state that also tells what those memories told when they were merged; the same object if it
 * told all that itself, or if the merge changed nothing in it.
 */
function tellingAlso(one: ChangedMemory, merged: readonly ChangedMemory[]): ChangedMemory {
  const { before } = one;
  if (!before || !isChanged(one) || merged.length === 0) return one;
  const formerly = merged.map((other) => other.before?.state);
  if (!formerly.every((state) => state !== undefined)) return { ...one, before: null };
  const { tags, metadata } = before.state;
  const all = mergedTold([before.state, ...formerly]);
  return isDeepStrictEqual(all, { tags, metadata })
    ? one
    : { ...one, before: { ...before, state: { ...before.state, ...all } } };
}

/** Returns whether the memory is as before now; `isWhole` tells that this is as the proposal found it. */
async function restore(
  unit: UnitOfWork,
  locked: LockedMemory,
  { memoryId, role, revision, revisionLeft, before }: ChangedMemory,
  { kind, undoneBy, isWhole }: Pick<Proposal, 'kind'> & { readonly undoneBy: string; readonly isWhole: boolean },
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
  if (isWhole) await moveRevision(unit.db, unit.accountId, memoryId, { from: revision, to: restored.revision });
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
