import type { Reach } from '../collection/reach.ts';
import { type Cause, changeMemory } from '../memory/change-memory.ts';
import type { Memory } from '../memory/memory.ts';
import type { MemoryState } from '../memory/memory-state.ts';
import { type LockedMemory, lockMemories, takeOverUse } from '../memory/merge-memories.ts';
import type { AddedUse } from '../memory/use.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { type Proposal, type ProposalMemory, type ProposalRole, reasons } from './consolidation.ts';
import { mergedMetadata, mergedTags } from './merged.ts';
import { type Applied, decide, keepPreImages, preImageOf } from './proposal-changes.store.ts';

/** The order in which a proposal's memories are locked: along the links that it makes, as everybody locks along links. */
const lockOrder: readonly ProposalRole[] = ['GO', 'TIER', 'KEEP', 'EVIDENCE'];

/**
 * Applies locked proposals, in their order: but for those of which a memory is gone, is not CURRENT or has changed since,
 * which are STALE then. Of each memory that one changes it keeps how that was, and the revision that it leaves.
 */
export async function applyProposals(
  unit: UnitOfWork,
  reach: Reach,
  proposals: readonly Proposal[],
  appliedBy: string,
): Promise<{ readonly applied: Proposal[]; readonly stale: Proposal[] }> {
  const ids = lockOrder.flatMap((role) =>
    proposals.flatMap(({ memories }) =>
      memories.filter((memory) => memory.role === role).map((memory) => memory.memoryId),
    ),
  );
  const locked = await lockMemories(unit, reach, [...new Set(ids)]);
  const applied: Proposal[] = [];
  const changes: Applied[] = [];
  for (const proposal of proposals) {
    if (!isUpToDate(proposal, locked)) continue;
    const cause = { actor: { kind: 'CONSOLIDATION', name: appliedBy }, reason: reasons[proposal.rule] } as const;
    changes.push(...(await new Application(unit, proposal, locked, cause).run()));
    applied.push(proposal);
  }
  const stale = proposals.filter((proposal) => !applied.includes(proposal));
  await keepPreImages(unit.db, unit.accountId, changes);
  await decide(unit.db, unit.accountId, idsOf(applied), 'APPLIED');
  await decide(unit.db, unit.accountId, idsOf(stale), 'STALE');
  return { applied, stale };
}

const idsOf = (proposals: readonly Proposal[]): string[] => proposals.map(({ id }) => id);

const isUpToDate = ({ memories, memoryCount }: Proposal, locked: ReadonlyMap<string, LockedMemory>): boolean =>
  memories.length === memoryCount &&
  memories.every(({ memoryId, revision }) => {
    const memory = locked.get(memoryId)?.memory;
    return memory?.status === 'CURRENT' && memory.revision === revision;
  });

class Application {
  readonly #unit: UnitOfWork;
  readonly #proposal: Proposal;
  readonly #locked: Map<string, LockedMemory>;
  readonly #cause: Cause;
  readonly #changes: Applied[] = [];

  constructor(unit: UnitOfWork, proposal: Proposal, locked: Map<string, LockedMemory>, cause: Cause) {
    this.#unit = unit;
    this.#proposal = proposal;
    this.#locked = locked;
    this.#cause = cause;
  }

  async run(): Promise<readonly Applied[]> {
    const { kind } = this.#proposal;
    if (kind === 'MERGE') await this.#merge();
    else if (kind === 'RETIRE') await this.#retire();
    else await this.#changeTier();
    return this.#changes;
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
    await this.#change(kept, joined, null, use);
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

  async #change(
    one: LockedMemory,
    change: Partial<MemoryState>,
    counterpartId: string | null,
    use: AddedUse | null = null,
  ): Promise<void> {
    const memory = await changeMemory(this.#unit, one, change, { ...this.#cause, counterpartId });
    // A proposal after this one sees the memory as it is now.
    this.#locked.set(memory.id, { ...one, memory });
    const before = preImageOf(one.memory, use);
    this.#changes.push({ proposalId: this.#proposal.id, memoryId: memory.id, revisionLeft: memory.revision, before });
  }

  #with(role: ProposalMemory['role']): LockedMemory[] {
    return this.#proposal.memories.flatMap((memory) =>
      memory.role === role ? (this.#locked.get(memory.memoryId) ?? []) : [],
    );
  }
}
