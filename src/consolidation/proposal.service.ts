import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import { withoutCollision } from '../memory/without-collision.ts';
import type { Database } from '../platform/db/database.ts';
import { ConflictError, NotFoundError } from '../platform/errors.ts';
import { inUnitOfWork, type UnitOfWork } from '../platform/events/unit-of-work.ts';
import { isActive } from '../platform/run-status.ts';
import { parseInput } from '../platform/validation.ts';
import { applyProposals } from './apply-proposals.ts';
import { namedProposals, someProposals } from './consolidation.input.ts';
import type { ConsolidationService } from './consolidation.service.ts';
import { type ConsolidationRun, countGone, type Proposal, type ProposalState } from './consolidation.ts';
import { lockProposed } from './lock-proposed.ts';
import { lockProposals, proposalIds } from './proposal.store.ts';
import { decide, rejectCopies } from './proposal-changes.store.ts';
import { lockRun } from './run.store.ts';
import { countChanges } from './run-changes.store.ts';
import { tellDecided } from './tell-run.ts';
import { type Undone, undoProposals } from './undo-proposals.ts';

/** Proposals per transaction: some 100 ms, and up to 1,000 memories if each is a large merge. */
const atOnce = 50;
/** Maximum number of proposals that an answer lists if none were named; named ones are all listed. */
export const maxListed = 100;

export interface Decided {
  readonly run: ConsolidationRun;
  readonly proposals: readonly Proposal[];
}
export interface Applied extends Decided {
  readonly applied: number;
  readonly stale: number;
}
export interface UndoneRun extends Decided {
  /** Number of memories whose state changed: one that a merge kept as it was is not counted. */
  readonly restored: number;
  /** Ids of the memories that could not be restored (see `Undone`). */
  readonly keptIds: readonly string[];
}

/** Applies, rejects and undoes the proposals of runs. */
export class ProposalService {
  readonly #db: Database;
  readonly #reads: ConsolidationService;

  constructor(db: Database, reads: ConsolidationService) {
    this.#db = db;
    this.#reads = reads;
  }

  /** Applies the named proposals of a run that are still PROPOSED, or all; several per transaction. */
  async apply(viewer: Viewer, runId: string, given: readonly string[] | null | undefined): Promise<Applied> {
    const { proposalIds: named } = parseInput(someProposals, { proposalIds: given });
    const ids = await this.#idsOf(viewer, runId, named, 'PROPOSED');
    const outcomes = await this.#inTurns(viewer, runId, ids, (unit, run, proposals) =>
      applySome(unit, viewer, run, proposals),
    );
    const count = (state: ProposalState) => outcomes.flat().filter((outcome) => outcome === state).length;
    const decided = await this.#decided(viewer, runId, named ?? ids.slice(0, maxListed));
    return { ...decided, applied: count('APPLIED'), stale: count('STALE') };
  }

  /** Rejects the named proposals that are still PROPOSED, and their copies of other runs: the same is not proposed again. */
  async reject(viewer: Viewer, runId: string, given: readonly string[]): Promise<Decided> {
    const { proposalIds: named } = parseInput(namedProposals, { proposalIds: given });
    const ids = await this.#idsOf(viewer, runId, named, 'PROPOSED');
    await this.#inTurns(viewer, runId, ids, async (unit, run, proposals) => {
      const open = proposals.filter(({ state }) => state === 'PROPOSED').map(({ id }) => id);
      await decide(unit.db, run.accountId, open, 'REJECTED');
      const { collectionId } = run;
      for (const id of await rejectCopies(unit.db, run.accountId, open)) tellDecided(unit, { id, collectionId });
    });
    return this.#decided(viewer, runId, named);
  }

  /**
   * Undoes the named proposals of a run that are APPLIED, or all, newest first. Throws ConflictError if there are none, or if the run is
   * active.
   */
  async undo(viewer: Viewer, runId: string, given: readonly string[] | null | undefined): Promise<UndoneRun> {
    const { proposalIds: named } = parseInput(someProposals, { proposalIds: given });
    const run = await this.#reads.require(viewer, runId);
    if (isActive(run)) throw stateConflict(run, 'The run has not ended: wait for its end, or cancel it first');
    // Only once it has ended: until then, it may apply more.
    const ids = (await this.#idsOf(viewer, runId, named, 'APPLIED')).toReversed();
    const undone = (
      await this.#inTurns(viewer, runId, ids, (unit, run, proposals) => undoSome(unit, viewer, run, proposals))
    ).flat();
    const decided = await this.#decided(viewer, runId, named ?? ids.slice(0, maxListed));
    // Also if somebody else has undone them meanwhile.
    if (undone.length === 0) throw stateConflict(run, nothingToUndo(decided, named));
    return {
      ...decided,
      restored: undone.reduce((sum, { changed }) => sum + changed, 0),
      keptIds: [...new Set(undone.flatMap(({ kept }) => kept))],
    };
  }

  /**
   * Returns the ids of the run's proposals in a state, in order; with `named`, only of those. Throws NotFoundError if one of them
   * is not the run's.
   */
  async #idsOf(
    viewer: Viewer,
    runId: string,
    named: readonly string[] | null | undefined,
    state: ProposalState,
  ): Promise<string[]> {
    await this.#reads.require(viewer, runId);
    if (!named) return proposalIds(this.#db, { accountId: viewer.accountId, id: runId }, state);
    const found = await this.#reads.proposals.byIds(reachOf(viewer), named);
    const own = new Map(
      found.filter((proposal) => proposal.runId === runId).map((proposal) => [proposal.id, proposal]),
    );
    const missing = named.find((id) => !own.has(id));
    if (missing !== undefined) throw new NotFoundError({ type: 'ConsolidationProposal', id: missing });
    return [...own.values()]
      .filter((proposal) => proposal.state === state)
      .map(({ id }) => id)
      .sort();
  }

  /** Calls `turn` for up to `atOnce` proposals per transaction, with the run locked first. */
  async #inTurns<Outcome>(
    viewer: Viewer,
    runId: string,
    ids: readonly string[],
    turn: (unit: UnitOfWork, run: ConsolidationRun, proposals: Proposal[]) => Promise<Outcome>,
  ): Promise<Outcome[]> {
    const { accountId } = viewer;
    const outcomes: Outcome[] = [];
    for (let start = 0; start < ids.length; start += atOnce) {
      const transaction = () =>
        inUnitOfWork(this.#db, accountId, async (unit) => {
          const run = await lockRun(unit.db, accountId, runId);
          if (!run) throw new NotFoundError({ type: 'ConsolidationRun', id: runId });
          tellDecided(unit, run);
          return turn(unit, run, await lockProposals(unit.db, run, ids.slice(start, start + atOnce)));
        });
      outcomes.push(await withoutCollision(transaction));
    }
    return outcomes;
  }

  async #decided(viewer: Viewer, runId: string, ids: readonly string[]): Promise<Decided> {
    const proposals = await this.#reads.proposals.byIds(reachOf(viewer), ids);
    return {
      run: await this.#reads.require(viewer, runId),
      proposals: proposals.sort((a, b) => (a.id < b.id ? -1 : 1)),
    };
  }
}

async function applySome(
  unit: UnitOfWork,
  viewer: Viewer,
  run: ConsolidationRun,
  proposals: readonly Proposal[],
): Promise<ProposalState[]> {
  const open = proposals.filter(({ state }) => state === 'PROPOSED');
  const locked = await lockProposed(unit, reachOf(viewer), open);
  const { applied, stale } = await applyProposals(unit, open, viewer.principal, locked);
  await countChanges(unit.db, run, countGone(applied));
  return [...applied.map(() => 'APPLIED' as const), ...stale.map(() => 'STALE' as const)];
}

async function undoSome(
  unit: UnitOfWork,
  viewer: Viewer,
  run: ConsolidationRun,
  proposals: readonly Proposal[],
): Promise<Undone[]> {
  const applied = proposals.filter(({ state }) => state === 'APPLIED').toReversed();
  const undone = await undoProposals(unit, reachOf(viewer), applied, viewer.principal);
  const { merged, retired } = countGone(undone.map(({ proposal }) => proposal));
  await countChanges(unit.db, run, { merged: -merged, retired: -retired });
  return undone;
}

/** About the named proposals, or about the whole run. */
const nothingToUndo = ({ run, proposals }: Decided, named: readonly string[] | null | undefined): string =>
  (named ? proposals.some(({ state }) => state === 'UNDONE') : run.undone)
    ? 'This was undone already'
    : 'Nothing of this was applied, so there is nothing to undo';

const stateConflict = ({ id }: ConsolidationRun, message: string): ConflictError =>
  new ConflictError('STATE', { message, current: { type: 'ConsolidationRun', id } });
