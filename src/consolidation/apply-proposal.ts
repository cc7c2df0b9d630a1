import type { Reach } from '../collection/reach.ts';
import { type Cause, changeMemory } from '../memory/change-memory.ts';
import type { Memory } from '../memory/memory.ts';
import type { MemoryState } from '../memory/memory-state.ts';
import { type LockedMemory, lockMemories, takeOverUse } from '../memory/merge-memories.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { type Proposal, type ProposalMemory, type ProposalRole, reasons } from './consolidation.ts';
import { mergedMetadata, mergedTags } from './merged.ts';
import { decide, keepPreImage, preImageOf } from './proposal-changes.store.ts';

/** The order in which a proposal's memories are locked: along the links that it makes, as everybody locks along links. */
const lockOrder: readonly ProposalRole[] = ['GO', 'TIER', 'KEEP', 'EVIDENCE'];

/**
 * Applies a locked proposal, unless one of its memories is gone, is not CURRENT or has changed since: it is STALE then.
 * Of each memory that it changes it keeps how that was, and the revision that it leaves.
 */
export async function applyProposal(
  unit: UnitOfWork,
  reach: Reach,
  proposal: Proposal,
  appliedBy: string,
): Promise<'APPLIED' | 'STALE'> {
  const ordered = lockOrder.flatMap((role) => proposal.memories.filter((memory) => memory.role === role));
  const locked = await lockMemories(
    unit,
    reach,
    ordered.map(({ memoryId }) => memoryId),
  );
  const state = isUpToDate(proposal, locked) ? 'APPLIED' : 'STALE';
  if (state === 'APPLIED') {
    const application = new Application(unit, proposal, locked, {
      actor: { kind: 'CONSOLIDATION', name: appliedBy },
      reason: reasons[proposal.rule],
    });
    await application.run();
  }
  await decide(unit.db, proposal.accountId, [proposal.id], state);
  return state;
}

const isUpToDate = ({ memories, memoryCount }: Proposal, locked: ReadonlyMap<string, LockedMemory>): boolean =>
  memories.length === memoryCount &&
  memories.every(({ memoryId, revision }) => {
    const memory = locked.get(memoryId)?.memory;
    return memory?.status === 'CURRENT' && memory.revision === revision;
  });

class Application {
  readonly #unit: UnitOfWork;
  readonly #proposal: Proposal;
  readonly #locked: ReadonlyMap<string, LockedMemory>;
  readonly #cause: Cause;

  constructor(unit: UnitOfWork, proposal: Proposal, locked: ReadonlyMap<string, LockedMemory>, cause: Cause) {
    this.#unit = unit;
    this.#proposal = proposal;
    this.#locked = locked;
    this.#cause = cause;
  }

  run(): Promise<void> {
    switch (this.#proposal.kind) {
      case 'MERGE':
        return this.#merge();
      case 'RETIRE':
        return this.#retire();
      case 'CHANGE_TIER':
        return this.#changeTier();
    }
  }

  async #merge(): Promise<void> {
    const [kept] = this.#with('KEEP');
    if (!kept) throw new Error(`The merge ${this.#proposal.id} keeps nothing`);
    const gone = this.#with('GO');
    for (const one of gone) await this.#replaceBy(one, kept.memory);
    const all = [kept, ...gone].map(({ memory }) => memory);
    const use = await takeOverUse(
      this.#unit,
      kept.memory.id,
      gone.map(({ memory }) => memory.id),
    );
    const joined = { tags: mergedTags(all), metadata: mergedMetadata(all) };
    const memory = await changeMemory(this.#unit, kept, joined, this.#cause);
    await keepPreImage(this.#unit.db, this.#proposal, memory, preImageOf(kept.memory, use));
  }

  async #retire(): Promise<void> {
    const [replacement] = this.#with('EVIDENCE');
    for (const one of this.#with('GO')) {
      if (replacement) await this.#replaceBy(one, replacement.memory);
      else await this.#change(one, { status: 'SUPERSEDED' }, null);
    }
  }

  async #changeTier(): Promise<void> {
    const { proposedTier } = this.#proposal;
    for (const one of this.#with('TIER')) if (proposedTier) await this.#change(one, { tier: proposedTier }, null);
  }

  /** It held until the other one began; not at all where it began later. */
  async #replaceBy(old: LockedMemory, by: Memory): Promise<void> {
    const { validFrom, validTo } = old.memory;
    const end = new Date(Math.max(validFrom.getTime(), by.validFrom.getTime()));
    const state = { status: 'SUPERSEDED', supersededById: by.id } as const;
    await this.#change(old, { ...state, validTo: validTo !== null && validTo < end ? validTo : end }, by.id);
  }

  async #change(one: LockedMemory, change: Partial<MemoryState>, counterpartId: string | null): Promise<void> {
    const memory = await changeMemory(this.#unit, one, change, { ...this.#cause, counterpartId });
    await keepPreImage(this.#unit.db, this.#proposal, memory, preImageOf(one.memory, null));
  }

  #with(role: ProposalMemory['role']): LockedMemory[] {
    return this.#proposal.memories.flatMap((memory) =>
      memory.role === role ? (this.#locked.get(memory.memoryId) ?? []) : [],
    );
  }
}
