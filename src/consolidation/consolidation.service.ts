import type { Viewer } from '../account/viewer.ts';
import type { CollectionService } from '../collection/collection.service.ts';
import { reachOf } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { newId } from '../platform/db/new-id.ts';
import { ConflictError, NotFoundError } from '../platform/errors.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import type { JobSender } from '../platform/jobs/job.ts';
import { isActive } from '../platform/run-status.ts';
import { parseInput } from '../platform/validation.ts';
import { type StartConsolidation, startConsolidationInput } from './consolidation.input.ts';
import { type ConsolidationRun, defaultSteps } from './consolidation.ts';
import { consolidateJob } from './consolidation-jobs.ts';
import { endActive } from './end-run.ts';
import { longestChain, type ProbablyOutdated } from './probably-outdated.ts';
import { ProposalStore } from './proposal.store.ts';
import { RunStore } from './run.store.ts';
import { insertRun } from './run-changes.store.ts';

/** Starts, reads and cancels runs, and reads their proposals. */
export class ConsolidationService {
  readonly #db: Database;
  readonly #collections: CollectionService;
  readonly #jobs: JobSender;
  /** Reads within the reach of a viewer. */
  readonly runs: RunStore;
  readonly proposals: ProposalStore;

  constructor(db: Database, collections: CollectionService, jobs: JobSender) {
    this.#db = db;
    this.#collections = collections;
    this.#jobs = jobs;
    this.runs = new RunStore(db);
    this.proposals = new ProposalStore(db);
  }

  /**
   * Returns which of these memories of the viewer's account are probably outdated, and by what, and what has outdated that in turn;
   * whether they may see it is not checked. Takes one statement.
   */
  async probablyOutdated({ accountId }: Viewer, ids: readonly string[]): Promise<ProbablyOutdated[]> {
    return ids.length === 0 ? [] : await this.proposals.probablyOutdated(accountId, ids, longestChain);
  }

  async require(viewer: Viewer, id: string): Promise<ConsolidationRun> {
    const [run] = await this.runs.byIds(reachOf(viewer), [id]);
    if (!run) throw new NotFoundError({ type: 'ConsolidationRun', id });
    return run;
  }

  /** Returns the number of a run's newest event, and whether that is its last. */
  async newestEvent(viewer: Viewer, id: string): Promise<{ readonly seq: number; readonly hasEnded: boolean }> {
    const hasEnded = !isActive(await this.require(viewer, id));
    return { seq: await this.runs.newestEvent(reachOf(viewer), id), hasEnded };
  }

  /** Whether a run of the collection is active, so that no other can start. */
  async isActive(viewer: Viewer, collectionId: string): Promise<boolean> {
    return (await this.runs.activeOf(reachOf(viewer), collectionId)) !== null;
  }

  /** Queues a run. Throws a ConflictError that names the collection's active run if there is one. */
  async start(viewer: Viewer, given: StartConsolidation): Promise<ConsolidationRun> {
    const { dryRun, steps } = parseInput(startConsolidationInput, given);
    const { collectionId } = given;
    const [accountId, id] = [viewer.accountId, newId()];
    const run = {
      id,
      accountId,
      collectionId,
      origin: 'ASKED',
      status: 'QUEUED',
      dryRun,
      steps: steps ?? defaultSteps,
      startedBy: viewer.principal,
    } as const;
    for (;;) {
      // On each attempt: once the collection is deleted or moved out of reach, its active run cannot be found either.
      await this.#collections.require(viewer, collectionId);
      const started = await inUnitOfWork(this.#db, accountId, async (unit) => {
        if (!(await insertRun(unit.db, run))) return false;
        await this.#jobs.send(unit, consolidateJob, { accountId, runId: id });
        return true;
      });
      if (started) return this.require(viewer, id);
      const active = await this.runs.activeOf(reachOf(viewer), collectionId);
      if (active) throw runInProgress(active);
    }
  }

  /** Ends an active run; its changes stay. A run that has already ended is returned unchanged. */
  async cancel(viewer: Viewer, id: string): Promise<ConsolidationRun> {
    await this.require(viewer, id);
    await endActive(this.#db, viewer.accountId, id, 'CANCELLED');
    return this.require(viewer, id);
  }
}

const runInProgress = ({ id }: ConsolidationRun): ConflictError =>
  new ConflictError('RUN_IN_PROGRESS', {
    message: 'Another consolidation of this collection is running: wait for its end, or cancel it',
    current: { type: 'ConsolidationRun', id },
  });
