import { type Cause, changeMemory } from '../memory/change-memory.ts';
import type { Memory } from '../memory/memory.ts';
import type { MemoryState } from '../memory/memory-state.ts';
import { type LockedMemory, recalledAmong, takeOverUse } from '../memory/merge-memories.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { type Proposal, type ProposalMemory, type ProposalRole, reasons } from './consolidation.ts';
import { merged } from './merged.ts';
import {
  type AppliedChange,
  decide,
  keepPreImages,
  type OwnChange,
  ownChanges,
  type PreImage,
  preImageOf,
} from './proposal-changes.store.ts';

/**
 * Applies locked proposals of a run to their locked memories, in their order: but for those of which a memory is gone, is not CURRENT or has changed since, but
 * for what the run itself has merged into the one that is kept, or was given its tier by hand, which are STALE then. Of each memory that one
 * changes it keeps how that was, and the revision that it leaves.
 */
export async function applyProposals(
  unit: UnitOfWork,
  proposals: readonly Proposal[],
  appliedBy: string,
  locked: Map<string, LockedMemory>,
): Promise<{ readonly applied: Proposal[]; readonly stale: Proposal[] }> {
  const gone = proposals.filter(({ kind }) => kind === 'MERGE').flatMap((merge) => idsIn(merge, 'GO'));
  const recalled = gone.length === 0 ? new Set<string>() : await recalledAmong(unit, gone);
  const applied: Proposal[] = [];
  const changes: AppliedChange[] = [];
  const own: OwnChange[] = await earlierChanges(unit, proposals, locked);
  for (const proposal of proposals) {
    if (!isUpToDate(proposal, locked, own)) continue;
    const cause = { actor: { kind: 'CONSOLIDATION', name: appliedBy }, reason: reasons[proposal.rule] } as const;
    const made = await new Application(unit, proposal, { locked, recalled, cause }).run();
    changes.push(...made);
    own.push(...made);
    applied.push(proposal);
  }
  const stale = proposals.filter((proposal) => !applied.includes(proposal));
  await keepPreImages(unit.db, unit.accountId, changes);
  await decide(unit.db, unit.accountId, idsOf(applied), 'APPLIED');
  await decide(unit.db, unit.accountId, idsOf(stale), 'STALE');
  return { applied, stale };
}

const idsIn = ({ memories }: Proposal, role: ProposalRole): string[] =>
  memories.filter((memory) => memory.role === role).map(({ memoryId }) => memoryId);

const idsOf = (proposals: readonly Proposal[]): string[] => proposals.map(({ id }) => id);

/** What their run has done already to memories that are to be kept: of a large group some are merged by each of several proposals. */
async function earlierChanges(
  unit: UnitOfWork,
  proposals: readonly Proposal[],
  locked: ReadonlyMap<string, LockedMemory>,
): Promise<OwnChange[]> {
  const [first] = proposals;
  const changed = proposals
    .flatMap(({ memories }) => memories)
    .filter(({ memoryId, role, revision }) => role === 'KEEP' && locked.get(memoryId)?.memory.revision !== revision);
  return first ? ownChanges(unit.db, first, new Set(changed.map(({ memoryId }) => memoryId))) : [];
}

/** The revision that a run itself has brought a memory to which it was proposed to keep at another one. */
function revisionAfter(own: readonly OwnChange[], memoryId: string, revision: number): number {
  const next = own.find(
    (change) => change.memoryId === memoryId && change.revision === revision && change.revisionLeft > revision,
  );
  return next ? revisionAfter(own, memoryId, next.revisionLeft) : revision;
}

const isUpToDate = (
  { memories, memoryCount }: Proposal,
  locked: ReadonlyMap<string, LockedMemory>,
  own: readonly OwnChange[],
): boolean =>
  memories.length === memoryCount &&
  memories.every(({ memoryId, role, revision }) => {
    const { memory, tierPinned } = locked.get(memoryId) ?? {};
    const expected = role === 'KEEP' ? revisionAfter(own, memoryId, revision) : revision;
    // A tier that is set to what it was raises no revision.
    return memory?.status === 'CURRENT' && memory.revision === expected && !(role === 'TIER' && tierPinned);
  });

interface Grounds {
  /** Kept up to date with what proposals change. */
  readonly locked: Map<string, LockedMemory>;
  /** Memories whose recalls there are to take over. */
  readonly recalled: ReadonlySet<string>;
  readonly cause: Cause;
}

class Application {
  readonly #unit: UnitOfWork;
  readonly #proposal: Proposal;
  readonly #grounds: Grounds;
  readonly #changes: AppliedChange[] = [];

  constructor(unit: UnitOfWork, proposal: Proposal, grounds: Grounds) {
    this.#unit = unit;
    this.#proposal = proposal;
    this.#grounds = grounds;
  }

  async run(): Promise<readonly AppliedChange[]> {
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
    const ids = gone.map(({ memory }) => memory.id);
    const takesOver = ids.some((id) => this.#grounds.recalled.has(id));
    const use = takesOver ? await takeOverUse(this.#unit, kept.memory.id, ids) : null;
    await this.#change(kept, merged(all), null, { takesOver, use });
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
    recalls: Pick<PreImage, 'takesOver' | 'use'> = { takesOver: false, use: null },
  ): Promise<void> {
    const memory = await changeMemory(this.#unit, one, change, { ...this.#grounds.cause, counterpartId });
    // A proposal after this one sees the memory as it is now.
    this.#grounds.locked.set(memory.id, { ...one, memory });
    const before = preImageOf(one.memory, recalls);
    this.#changes.push({
      proposalId: this.#proposal.id,
      memoryId: memory.id,
      revision: one.memory.revision,
      revisionLeft: memory.revision,
      before,
    });
  }

  #with(role: ProposalMemory['role']): LockedMemory[] {
    return this.#proposal.memories.flatMap((memory) =>
      memory.role === role ? (this.#grounds.locked.get(memory.memoryId) ?? []) : [],
    );
  }
}
