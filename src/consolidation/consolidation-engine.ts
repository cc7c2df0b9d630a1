import type { Logger } from 'pino';
import type { LockedMemory } from '../memory/merge-memories.ts';
import { withoutCollision } from '../memory/without-collision.ts';
import type { Database } from '../platform/db/database.ts';
import { inUnitOfWork, type UnitOfWork } from '../platform/events/unit-of-work.ts';
import { pause } from '../platform/pause.ts';
import { applyProposals } from './apply-proposals.ts';
import { type ConsolidationRun, type ConsolidationStep, countGone, isActive, type Proposal } from './consolidation.ts';
import { endRun } from './end-run.ts';
import { stillThere } from './lock-proposed.ts';
import { insertProposals } from './proposal-changes.store.ts';
import { lockRun } from './run.store.ts';
import { advance, handBack, takeUp } from './run-changes.store.ts';
import type { Batch, Step } from './step.ts';
import { tellBatch, tellStarted } from './tell-run.ts';

export type Steps = Readonly<Record<ConsolidationStep, Step>>;

interface EngineParts {
  /** On the embedded database, the lane that gives way to requests. A run uses one connection of it at a time. */
  readonly db: Database;
  readonly steps: Steps;
  /** After each batch it rests so many times as long as finding and storing it took: others have their turn. Several runs rest longer, and take no more in all. */
  readonly restTimes: number;
  /** Whether background work has to wait, as where memory runs short. */
  readonly isPaused: () => boolean;
  readonly log: Logger;
}

/** So often a run is taken up at the same place; then it has failed. */
const maxAttempts = 3;

/** What takes longer than a batch of memories has waited for a model or for an index: others had their turn meanwhile. */
const longestRestMs = 1_000;

/** Where background work has to wait, a run rests so long after each batch: it comes to its end, too, where memory stays short. */
const pausedRestMs = 10_000;

/** Somebody cancelled the run, deleted its collection, or another worker has taken it over. */
class RunEndedError extends Error {}

/**
 * Runs consolidation runs. Each batch commits with how far the run has come, after a look whether it is still this worker's:
 * so it ends between two batches where it was cancelled, and goes on from the last one after a crash.
 */
export class ConsolidationEngine {
  readonly #parts: EngineParts;
  #running = 0;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** `again`: the process stops; another one goes on. */
  async run(accountId: string, runId: string, signal: AbortSignal): Promise<'done' | 'again'> {
    const run = await this.#takeUp(accountId, runId);
    if (!run) return 'done';
    this.#running += 1;
    try {
      await this.#runSteps(run, signal);
      if (!signal.aborted) await this.#write(run, (unit) => endRun(unit, run, 'SUCCEEDED'));
      else await this.#write(run, (unit) => handBack(unit.db, run));
      return signal.aborted ? 'again' : 'done';
    } catch (error) {
      if (error instanceof RunEndedError) return 'done';
      if (signal.aborted) return 'again';
      return await this.#fail(run, error);
    } finally {
      this.#running -= 1;
    }
  }

  async #runSteps(run: ConsolidationRun, signal: AbortSignal): Promise<void> {
    let begun = run;
    let began = performance.now();
    for (const step of run.steps.slice(run.stepsDone)) {
      for await (const batch of this.#parts.steps[step](begun, signal)) {
        await this.#commit(run, step, batch, false);
        await this.#rest(performance.now() - began, signal);
        began = performance.now();
        if (signal.aborted) return;
      }
      if (signal.aborted) return;
      await this.#commit(run, step, { proposals: [], scanned: 0, done: 0, total: 0 }, true);
      begun = { ...run, place: null, stepDone: 0 };
    }
  }

  /** Of n runs each works 1 / (n × (times + 1)) of the time: together as long as one that is alone. */
  #rest(tookMs: number, signal: AbortSignal): Promise<void> {
    const { isPaused, restTimes } = this.#parts;
    const restMs = Math.min(tookMs * (this.#running * (restTimes + 1) - 1), longestRestMs);
    return pause(isPaused() ? pausedRestMs : restMs, signal);
  }

  #takeUp(accountId: string, runId: string): Promise<ConsolidationRun | null> {
    return inUnitOfWork(this.#parts.db, accountId, async (unit) => {
      const run = await lockRun(unit.db, accountId, runId);
      if (!run || !isActive(run)) return null;
      if (run.attempts < maxAttempts) {
        if (run.startedAt === null) tellStarted(unit, run);
        return takeUp(unit.db, run);
      }
      await endRun(unit, run, 'FAILED', `It broke off ${run.attempts} times at the same place.`);
      return null;
    });
  }

  #commit(run: ConsolidationRun, step: ConsolidationStep, batch: Batch, stepEnds: boolean): Promise<void> {
    return this.#write(run, async (unit, now) => {
      // After a crash some steps begin anew: who follows the run sees it stand until they are there again, and not go back.
      const done = Math.max(now.stepDone, batch.done);
      // What was merged before is not there to be done again.
      const total = batch.total === 0 ? 0 : Math.max(now.stepTotal, batch.total);
      const { there, locked } = await stillThere(unit, batch.proposals);
      const proposals = await insertProposals(unit.db, run, there);
      const applied = run.dryRun ? countGone([]) : await this.#apply(unit, run, proposals, locked);
      tellBatch(unit, run, { step, done, total }, proposals);
      await advance(unit.db, run, {
        ...applied,
        stepEnds,
        place: batch.place ?? null,
        stepDone: done,
        stepTotal: total,
        scanned: batch.scanned,
        bytesBefore: batch.bytesBefore,
        bytesAfter: batch.bytesAfter,
      });
    });
  }

  async #apply(
    unit: UnitOfWork,
    run: ConsolidationRun,
    proposals: readonly Proposal[],
    locked: Map<string, LockedMemory>,
  ): Promise<ReturnType<typeof countGone>> {
    const safe = proposals.filter((proposal) => proposal.safe);
    const { applied } = await applyProposals(unit, safe, run.startedBy, locked);
    return countGone(applied);
  }

  /** One transaction for a run that is still this worker's. */
  #write(run: ConsolidationRun, work: (unit: UnitOfWork, now: ConsolidationRun) => Promise<void>): Promise<void> {
    return withoutCollision(() =>
      inUnitOfWork(this.#parts.db, run.accountId, async (unit) => {
        const now = await lockRun(unit.db, run.accountId, run.id);
        if (now?.status !== 'RUNNING' || now.fence !== run.fence) throw new RunEndedError();
        await work(unit, now);
      }),
    );
  }

  /** Lets the job be tried again, unless it failed too often at the same place. */
  async #fail(run: ConsolidationRun, error: unknown): Promise<'done'> {
    const { attempts } = (await lockRun(this.#parts.db, run.accountId, run.id)) ?? run;
    if (attempts < maxAttempts) throw error;
    this.#parts.log.error({ err: error, runId: run.id }, 'a consolidation run failed for the last time');
    const kind = error instanceof Error ? error.name : 'error';
    const message = `It failed ${attempts} times at the same place (${kind}): the server's log has the details.`;
    await this.#write(run, (unit) => endRun(unit, run, 'FAILED', message)).catch((ended: unknown) => {
      if (!(ended instanceof RunEndedError)) throw ended;
    });
    return 'done';
  }
}
