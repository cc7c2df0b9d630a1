import { isDeepStrictEqual } from 'node:util';
import type { Reach } from '../collection/reach.ts';
import { GatheredChanges } from '../memory/gathered-changes.ts';
import type { LockedMemory } from '../memory/lock-memories.ts';
import { duplicateKey, type Memory } from '../memory/memory.ts';
import { currentTwins } from '../memory/restore-memory.ts';
import { wasOnlyRetired } from '../memory/retire-ended.ts';
import { giveBackUse } from '../memory/take-over-use.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { idsInRole, idsOf, type Proposal } from './consolidation.ts';
import { lockProposed } from './lock-proposed.ts';
import { merged as mergedTold } from './merged.ts';
import {
  type ChangedMemory,
  changedMemories,
  decide,
  type MovedRevision,
  markRestored,
  moveRevisions,
} from './proposal-changes.store.ts';

export interface Undone {
  /** Without the memories that could not be restored. */
  readonly proposal: Proposal;
  /** Number of memories that are as they were before, of those that the proposal had changed: a merge may have kept one as it was. */
  readonly changed: number;
  /** Ids of memories that somebody has changed since, that have an equal CURRENT memory now, or whose former state is no longer stored. */
  readonly kept: readonly string[];
}

/**
 * Undoes locked, applied proposals of a run, the newest first: restores each memory that still has the revision that its proposal
 * left, and so leaves it as an earlier proposal did. Memories purged since are skipped. A proposal becomes UNDONE if any memory was
 * restored. All memories are written in one statement, and those that give back recalls in a few more each.
 */
export async function undoProposals(
  unit: UnitOfWork,
  reach: Reach,
  proposals: readonly Proposal[],
  undoneBy: string,
): Promise<Undone[]> {
  const { db, accountId } = unit;
  const locked = await lockProposed(unit, reach, proposals.map(withoutEvidence));
  // Read only then: another undo, or a purge, may have left other revisions and former states of the same memories.
  const changed = await changedMemories(db, accountId, idsOf(proposals));
  const twins = await currentTwins(unit, [...locked.values()]);
  const undo = new Undo(unit, { changed, twins, undoneBy, memories: new GatheredChanges(unit, locked) });
  const undone: Undone[] = [];
  for (const proposal of proposals) undone.push(await undo.of(proposal));
  await undo.write();
  const isUndone = ({ proposal }: Undone) => proposal.memories.length > 0;
  await decide(db, accountId, idsOf(undone.filter(isUndone).map(({ proposal }) => proposal)), 'UNDONE');
  return undone;
}

/** No proposal changes its evidence. */
const withoutEvidence = ({ memories }: Proposal): Pick<Proposal, 'memories'> => ({
  memories: memories.filter(({ role }) => role !== 'EVIDENCE'),
});

interface Grounds {
  /** What the proposals have changed. */
  readonly changed: readonly ChangedMemory[];
  /** Keys (`duplicateKey`) of CURRENT memories from no message: grows as memories return. */
  readonly twins: Set<string>;
  readonly undoneBy: string;
  readonly memories: GatheredChanges;
}

class Undo {
  readonly #unit: UnitOfWork;
  readonly #grounds: Grounds;
  readonly #ofProposals: Map<string, ChangedMemory[]>;
  readonly #restored: ChangedMemory[] = [];
  readonly #moved: MovedRevision[] = [];

  constructor(unit: UnitOfWork, grounds: Grounds) {
    this.#unit = unit;
    this.#grounds = grounds;
    this.#ofProposals = Map.groupBy(grounds.changed, ({ proposalId }) => proposalId);
  }

  /**
   * Undoes one proposal. A merge of which no memory can be restored holds. What a merge kept goes on telling what those told that
   * stay merged into it, and is not marked as restored then: a purge of one of them takes that back.
   */
  async of(proposal: Proposal): Promise<Undone> {
    const all = (this.#ofProposals.get(proposal.id) ?? []).map((one) => this.#asMoved(one));
    const ordered = all.toSorted((one, other) => Number(one.role === 'KEEP') - Number(other.role === 'KEEP'));
    const restored: ChangedMemory[] = [];
    const inPart: ChangedMemory[] = [];
    const kept: string[] = [];
    for (const one of ordered) {
      const memory = this.#locked(one);
      if (!memory) continue;
      const merged = ordered.filter((other) => !restored.includes(other) && isMergedInto(one, this.#locked(other)));
      if (one.before && merged.length > 0 && restored.length === 0) {
        if (isChanged(one)) kept.push(one.memoryId);
        continue;
      }
      const told = tellingAlso(one, merged);
      const isWhole = told === one;
      const isBack = await this.#restore(memory, told, { kind: proposal.kind, isWhole });
      if (isBack) (isWhole ? restored : inPart).push(one);
      if (!isBack || !isWhole) kept.push(one.memoryId);
    }
    await giveBack(this.#unit, ordered, [...restored, ...inPart]);
    this.#restored.push(...restored);
    const ids = restored.map(({ memoryId }) => memoryId);
    const memories = proposal.memories.filter(({ memoryId }) => ids.includes(memoryId));
    return { proposal: { ...proposal, memories }, changed: restored.filter(isChanged).length, kept };
  }

  async write(): Promise<void> {
    const { db, accountId } = this.#unit;
    await this.#grounds.memories.write();
    // First: only what can still be undone is moved.
    await moveRevisions(db, accountId, this.#moved);
    await markRestored(db, accountId, this.#restored);
  }

  #locked({ memoryId }: ChangedMemory): LockedMemory | undefined {
    return this.#grounds.memories.locked(memoryId);
  }

  /** A change as `moveRevisions` is going to leave it. */
  #asMoved(one: ChangedMemory): ChangedMemory {
    const moved = this.#moved.find(({ memoryId, from }) => memoryId === one.memoryId && from === one.revisionLeft);
    return moved && one.before ? { ...one, revisionLeft: moved.to } : one;
  }

  /** Returns whether the memory is as before now; `isWhole` tells that this is as the proposal found it. */
  async #restore(
    locked: LockedMemory,
    { memoryId, role, revision, revisionLeft, before }: ChangedMemory,
    { kind, isWhole }: Pick<Proposal, 'kind'> & { readonly isWhole: boolean },
  ): Promise<boolean> {
    const { memory, tierPinned } = locked;
    const { memories, twins, undoneBy } = this.#grounds;
    if (!before) return false;
    // A merge may change no field of the memory that it keeps: then later edits of that one are not in the way.
    if (revision === revisionLeft) return true;
    if (role === 'TIER' && tierPinned) return false;
    if (!(await isAsLeft(this.#unit, memory, { revisionLeft, kind }))) return false;
    const returns = memory.status !== 'CURRENT' && before.state.status === 'CURRENT';
    if (returns && memory.messageId === null) {
      if (twins.has(duplicateKey(memory))) return false;
      twins.add(duplicateKey(memory));
    }
    const { tier, ...others } = before.state;
    const restored = memories.change(locked, role === 'TIER' ? { tier } : others, {
      actor: { kind: 'CONSOLIDATION', name: undoneBy },
      reason: 'Consolidation was undone.',
      counterpartId: memory.supersededById,
    });
    if (isWhole) this.#moved.push({ memoryId, from: revision, to: restored.revision });
    return true;
  }
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
