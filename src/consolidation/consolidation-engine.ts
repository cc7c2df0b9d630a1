import type { Logger } from 'pino';
import type { LockedMemory } from '../memory/lock-memories.ts';
import { withoutCollision } from '../memory/without-collision.ts';
import type { Database } from '../platform/db/database.ts';
import { inUnitOfWork, type UnitOfWork } from '../platform/events/unit-of-work.ts';
import { pause } from '../platform/pause.ts';
import { isActive } from '../platform/run-status.ts';
import { applyProposals } from './apply-proposals.ts';
import { type ConsolidationRun, type ConsolidationStep, countGone, type Proposal } from './consolidation.ts';
import { endRun } from './end-run.ts';
import { stillThere } from './lock-proposed.ts';
import { notRefused } from './not-refused.ts';
import { insertProposals } from './proposal-changes.store.ts';
import { lockRun } from './run.store.ts';
import { advance, handBack, takeUp } from './run-changes.store.ts';
import type { Batch, Step } from './step.ts';
import { tellProgress, tellProposed, tellStarted } from './tell-run.ts';

export type Steps = Readonly<Record<ConsolidationStep, Step>>;

interface EngineParts {
  /** On the embedded database, the lane that yields to requests. A run uses one of its connections at a time. */
  readonly db: Database;
  readonly steps: Steps;
  /**
   * After each batch, a run rests this many times as long as finding and storing the batch took. Concurrent runs rest longer, so
   * that together they take no more time than one.
   */
  readonly restTimes: number;
  /** Whether background work has to wait, for example under memory pressure. */
  readonly isPaused: () => boolean;
  readonly log: Logger;
}

/** After this many attempts at the same place, a run has failed. */
const maxAttempts = 3;

/** Cap for the rest: whatever takes longer than a batch of memories has waited for a model or an index, and others ran meanwhile. */
const longestRestMs = 1_000;

/** Rest after each batch while background work has to wait: a run completes even if memory stays short. */
const pausedRestMs = 10_000;

/** Somebody cancelled the run or deleted its collection, or another worker has taken it over. */
class RunEndedError extends Error {}

/**
 * Executes consolidation runs. Each batch commits together with the run's progress, after a check of status and fencing token: a
 * cancelled run stops between two batches, and after a crash a run resumes at the last one.
 */
export class ConsolidationEngine {
  readonly #parts: EngineParts;
  #running = 0;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** Returns `again` if the process is stopping: another one continues the run. */
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

  /** Each of n concurrent runs works 1 / (n × (times + 1)) of the time: together as long as a single run. */
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
      // After a crash some steps start over: the progress shown stands still until they have caught up, and never goes back.
      const done = Math.max(now.stepDone, batch.done);
      // Memories merged before the crash are missing from the new total.
      const total = batch.total === 0 ? 0 : Math.max(now.stepTotal, batch.total);
      const { there, locked } = await stillThere(unit, batch.proposals);
      const proposals = await insertProposals(unit.db, run, await notRefused(unit.db, run, there));
      const applied = run.dryRun ? countGone([]) : await this.#apply(unit, run, proposals, locked);
      tellProposed(unit, run, proposals);
      tellProgress(unit, run, { step, done, total });
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

  /** Runs `work` in a transaction, with the run locked. Throws RunEndedError unless the run is still this worker's. */
  #write(run: ConsolidationRun, work: (unit: UnitOfWork, now: ConsolidationRun) => Promise<void>): Promise<void> {
    return withoutCollision(() =>
      inUnitOfWork(this.#parts.db, run.accountId, async (unit) => {
        const now = await lockRun(unit.db, run.accountId, run.id);
        if (now?.status !== 'RUNNING' || now.fence !== run.fence) throw new RunEndedError();
        await work(unit, now);
      }),
    );
  }

  /** Rethrows the error, so that the job is retried, unless the run failed too often at the same place. */
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
