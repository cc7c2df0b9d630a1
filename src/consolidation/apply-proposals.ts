import type { Cause } from '../memory/change-memory.ts';
import { type Change, GatheredChanges } from '../memory/gathered-changes.ts';
import type { LockedMemory } from '../memory/lock-memories.ts';
import { endOfReplaced, type Memory } from '../memory/memory.ts';
import { recalledAmong, takeOverUse } from '../memory/take-over-use.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { idsInRole, idsOf, type Proposal, type ProposalMemory, reasons } from './consolidation.ts';
import { merged } from './merged.ts';
import { outdateOthers } from './outdate-proposals.ts';
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
 * Applies a run's locked proposals to their locked memories, in the given order. A proposal becomes STALE instead if one of its
 * memories is gone, is not CURRENT, has changed since (other than by this run's merges into the kept memory), or was given its
 * tier by hand. For each changed memory, stores its state before and the revision after the change. All memories are written in one
 * statement, and those that take over recalls in two more each.
 */
export async function applyProposals(
  unit: UnitOfWork,
  proposals: readonly Proposal[],
  appliedBy: string,
  locked: Map<string, LockedMemory>,
): Promise<{ readonly applied: Proposal[]; readonly stale: Proposal[] }> {
  const gone = proposals.filter(({ kind }) => kind === 'MERGE').flatMap(({ memories }) => idsInRole(memories, 'GO'));
  const recalled = gone.length === 0 ? new Set<string>() : await recalledAmong(unit, gone);
  const applied: Proposal[] = [];
  const changes: AppliedChange[] = [];
  const own: OwnChange[] = await earlierChanges(unit, proposals, locked);
  const memories = new GatheredChanges(unit, locked);
  for (const proposal of proposals) {
    if (!isUpToDate(proposal, locked, own)) continue;
    const cause = { actor: { kind: 'CONSOLIDATION', name: appliedBy }, reason: reasons[proposal.rule] } as const;
    const made = await new Application(unit, proposal, { memories, recalled, cause }).run();
    changes.push(...made);
    own.push(...made);
    applied.push(proposal);
  }
  const stale = proposals.filter((proposal) => !applied.includes(proposal));
  await memories.write();
  await keepPreImages(unit.db, unit.accountId, changes);
  await decide(unit.db, unit.accountId, idsOf(applied), 'APPLIED');
  await decide(unit.db, unit.accountId, idsOf(stale), 'STALE');
  await outdateOthers(unit, applied);
  return { applied, stale };
}

/**
 * Changes that the run has already made to memories that are to be kept: a large group is merged by several proposals, and each
 * changes the kept memory.
 */
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

/** The revision to which the run's own changes have brought a memory that was at `revision` when it was proposed to be kept. */
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
    // Setting a tier by hand to its current value does not raise the revision: hence `tierPinned`.
    return memory?.status === 'CURRENT' && memory.revision === expected && !(role === 'TIER' && tierPinned);
  });

interface Grounds {
  readonly memories: GatheredChanges;
  /** Ids of memories that have recalls to take over. */
  readonly recalled: ReadonlySet<string>;
  readonly cause: Cause;
}

/** Whether it has not begun to hold: `hasBegun` of memory-conditions.ts tells the same in SQL. */
const isToCome = ({ memory: { validFrom, createdAt }, now }: LockedMemory): boolean =>
  validFrom > now && validFrom > createdAt;

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
    else if (kind === 'RETIRE') this.#retire();
    else this.#changeTier();
    return this.#changes;
  }

  async #merge(): Promise<void> {
    const [kept] = this.#with('KEEP');
    if (!kept) throw new Error(`The merge ${this.#proposal.id} keeps nothing`);
    const gone = this.#with('GO');
    for (const one of gone) this.#replaceBy(one, kept.memory);
    const all = [kept, ...gone].map(({ memory }) => memory);
    const ids = gone.map(({ memory }) => memory.id);
    const takesOver = ids.some((id) => this.#grounds.recalled.has(id));
    const use = takesOver ? await takeOverUse(this.#unit, kept.memory.id, ids) : null;
    this.#change(kept, merged(all), null, { takesOver, use });
  }

  /** A memory whose replacement is still to come is found until then: its end retires it by itself. */
  #retire(): void {
    const [replacement] = this.#with('EVIDENCE');
    for (const one of this.#with('GO')) {
      if (!replacement) this.#change(one, { status: 'SUPERSEDED' }, null);
      else if (isToCome(replacement)) this.#endBy(one, replacement.memory);
      else this.#replaceBy(one, replacement.memory);
    }
  }

  #changeTier(): void {
    const { proposedTier } = this.#proposal;
    for (const one of this.#with('TIER')) if (proposedTier) this.#change(one, { tier: proposedTier }, null);
  }

  #replaceBy(old: LockedMemory, by: Memory): void {
    this.#endBy(old, by, { status: 'SUPERSEDED', supersededById: by.id });
  }

  #endBy(old: LockedMemory, by: Memory, state: Change = {}): void {
    this.#change(old, { ...state, validTo: endOfReplaced(old.memory, by.validFrom) }, by.id);
  }

  #change(
    one: LockedMemory,
    change: Change,
    counterpartId: string | null,
    recalls: Pick<PreImage, 'takesOver' | 'use'> = { takesOver: false, use: null },
  ): void {
    const { memories, cause } = this.#grounds;
    const memory = memories.change(one, change, { ...cause, counterpartId });
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
      memory.role === role ? (this.#grounds.memories.locked(memory.memoryId) ?? []) : [],
    );
  }
}
