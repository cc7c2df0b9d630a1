import type { Logger } from 'pino';
import type { Database } from '../platform/db/database.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { many, workFor, workOf } from '../platform/turns/requester.ts';
import type { HeldRoom, RunsAtWork } from './agent-run.service.ts';
import { finishRun, type Problem, revoked, setBackAbandoned } from './end-run.ts';
import { tellStarted } from './run-events.ts';
import { abandonedRuns, type ClaimedRun, claimRun, type RunKey, waitingRuns } from './run-queue.store.ts';
import { type RunStart, RunWork, type WorkParts } from './run-work.ts';

interface RunnerOptions extends WorkParts {
  readonly db: Database;
  /** Maximum number of concurrent runs in this process. */
  readonly concurrency: number;
  /** Subscribes to the streams that commits of any process have touched. */
  readonly onWake: (listener: (touched: readonly StreamRef[]) => void) => Disposable;
  /** Interval of the poll for runs of other processes and for abandoned ones. */
  readonly pollMs: number;
  readonly log: Logger;
}

const diedTwice: Problem = { error: 'The process that worked on it died, twice', errorCode: 'INTERNAL' };

/** Maximum number of abandoned runs per sweep. */
const sweepSize = 100;

/**
 * `apart`: not started, processes queued runs only on request. `leaving`: takes up no more runs. `stopping`: also hands back the
 * runs that it works on.
 */
type Phase = 'apart' | 'started' | 'leaving' | 'stopping';

/** A slot for one run, occupied from before the run is claimed until the work on it is done. */
interface Place {
  work: RunWork | null;
  readonly vacated: PromiseWithResolvers<void>;
}

/** A lookup of queued runs in progress. `missed`: a run was queued after it began, so it may not find that run. */
interface Look {
  missed: boolean;
  done: Promise<void>;
}

/** Works on runs in this process. It is woken by each run that is asked for here, and by a poll for those of other processes. */
export class AgentRunner implements RunsAtWork, AsyncDisposable {
  readonly #options: RunnerOptions;
  readonly #cleanUp = new DisposableStack();
  /** By run id. */
  readonly #places = new Map<string, Place>();
  #phase: Phase = 'apart';
  #look: Look | null = null;
  /** A run is queued that found no free slot: the next free slot is for a queued run. */
  #isCrowded = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#phase = 'started';
    this.#cleanUp.use(this.#options.onWake((touched) => this.#told(touched)));
    const timer = setInterval(() => this.#poll(), this.#options.pollMs).unref();
    this.#cleanUp.defer(() => clearInterval(timer));
    this.#poll();
  }

  /** Stops the work on a run of this process at once, without waiting for its next heartbeat. Resolves when its end is written. */
  async cancel(runId: string): Promise<void> {
    const place = this.#places.get(runId);
    if (!place?.work) return;
    place.work.stop('cancelled');
    await place.vacated.promise;
  }

  /** Returns the answer so far; null if this process is not working on the run. */
  liveText(runId: string): { readonly attempt: number; readonly text: string } | null {
    const work = this.#places.get(runId)?.work;
    return work ? { attempt: work.run.attempt, text: work.text } : null;
  }

  /** Works until the queue is empty: for a process that was not started, such as a test or a script. */
  async processAll(): Promise<void> {
    do {
      this.#wake();
      await this.#rest();
    } while (this.#takesUp && (await waitingRuns(this.#options.db, 1)).length > 0);
  }

  /** Takes up no more runs, since other processes do, and resolves when all current ones have finished. */
  async leave(): Promise<void> {
    if (this.#phase !== 'stopping') this.#phase = 'leaving';
    this.#cleanUp.dispose();
    await this.#rest();
  }

  /** Hands back the unfinished runs; another process, or the next start, takes them up. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#phase = 'stopping';
    for (const { work } of this.#places.values()) work?.stop('stopping');
    await this.leave();
    await this.#options.pulse[Symbol.asyncDispose]();
    this.#options.pool[Symbol.dispose]();
  }

  /** Resolves when no run is being worked on or looked for. */
  async #rest(): Promise<void> {
    // A requeued run is already being looked up when its slot is vacated.
    while (this.#look || this.#places.size > 0) {
      await this.#look?.done;
      await Promise.all([...this.#places.values()].map(({ vacated }) => vacated.promise));
    }
  }

  /**
   * Takes up a queued run at once if a slot is free; otherwise all queued runs are taken up in turn. For a run that this process
   * works on, checks whether a purge has requeued it.
   */
  #told(touched: readonly StreamRef[]): void {
    for (const { kind, accountId, streamId: id } of touched) {
      if (kind !== 'agent_run') continue;
      if (this.#places.has(id)) void this.#options.pulse.look(id);
      else if (this.#room > 0) this.#take({ accountId, id }).catch((error: unknown) => this.#notTaken(error));
      else this.#crowd();
    }
  }

  #notTaken(error: unknown): void {
    this.#options.log.warn({ err: error }, 'a waiting agent run could not be started');
  }

  #poll(): void {
    this.sweep().catch((error: unknown) =>
      this.#options.log.warn({ err: error }, 'abandoned agent runs could not be searched for'),
    );
    this.#wake();
  }

  /** Gives runs whose process died another attempt or, after their second, ends them. */
  async sweep(): Promise<void> {
    for (const run of await abandonedRuns(this.#options.db, sweepSize)) {
      // Its heartbeat was late: the next one renews the lease.
      if (this.#places.has(run.id)) continue;
      await setBackAbandoned(this.#options.db, run, diedTwice);
    }
  }

  get #takesUp(): boolean {
    return this.#phase === 'apart' || this.#phase === 'started';
  }

  /** Number of free slots. */
  get #room(): number {
    return this.#takesUp ? this.#options.concurrency - this.#places.size : 0;
  }

  #crowd(): void {
    this.#isCrowded = true;
    if (this.#look) this.#look.missed = true;
  }

  /** Looks up queued runs if a slot is free. */
  #wake(): void {
    if (this.#look) this.#look.missed = true;
    else if (this.#room > 0) {
      const look = { missed: false, done: Promise.resolve() };
      this.#look = look;
      look.done = this.#takeWaiting(look);
    }
  }

  async #takeWaiting(look: Look): Promise<void> {
    do {
      look.missed = false;
      await this.#takeSome(look).catch((error: unknown) => this.#notTaken(error));
    } while (look.missed && this.#room > 0);
    this.#isCrowded ||= look.missed;
    this.#look = null;
  }

  async #takeSome(look: Look): Promise<void> {
    const waiting = await workFor(many, () => waitingRuns(this.#options.db, this.#options.concurrency));
    // Meanwhile other runs may have taken slots, or the process may be stopping.
    const room = this.#room;
    this.#isCrowded = look.missed || waiting.length >= room;
    await Promise.all(waiting.slice(0, room).map((run) => this.#take(run)));
  }

  /** Reserves a slot for a run that is about to be stored. Returns null if none is free or other runs are queued for it. */
  reserve(runId: string): HeldRoom | null {
    if (this.#phase !== 'started' || this.#isCrowded || this.#room === 0) return null;
    const place = this.#occupy(runId);
    return {
      // The work does not belong to the request, which may have ended by then.
      begin: (run, start) => workOf(run.accountId, () => this.#work(place, run, start)),
      [Symbol.dispose]: () => {
        if (!place.work) this.#vacate(runId, place, this.#isCrowded);
      },
    };
  }

  #occupy(runId: string): Place {
    const place: Place = { work: null, vacated: Promise.withResolvers() };
    this.#places.set(runId, place);
    return place;
  }

  #vacate(runId: string, place: Place, wake: boolean): void {
    this.#places.delete(runId);
    if (wake) this.#wake();
    place.vacated.resolve();
  }

  async #take(key: RunKey): Promise<void> {
    if (this.#places.has(key.id)) return;
    const place = this.#occupy(key.id);
    try {
      await workOf(key.accountId, async () => {
        const run = await this.#claim(key);
        if (run) this.#work(place, run, null);
        else this.#vacate(key.id, place, this.#isCrowded);
      });
    } catch (error) {
      // Leaves queued runs to the next poll: claiming them now would most likely fail, too.
      this.#vacate(key.id, place, false);
      throw error;
    }
  }

  #claim(key: RunKey): Promise<ClaimedRun | null> {
    return inUnitOfWork(this.#options.db, key.accountId, async (unit) => {
      const run = await claimRun(unit.db, key);
      if (run?.isRevoked) {
        await finishRun(unit, run, revoked);
        return null;
      }
      if (run) tellStarted(unit, run);
      return run;
    });
  }

  #work(place: Place, run: ClaimedRun, start: RunStart | null): void {
    const work = new RunWork(this.#options, run, start);
    place.work = work;
    if (this.#phase === 'stopping') work.stop('stopping');
    void work
      .execute()
      .catch((error: unknown) => {
        this.#options.log.error({ err: error, runId: run.id }, 'the end of a run was not written');
        return 'ended' as const;
      })
      .then((outcome) => this.#vacate(run.id, place, outcome === 'set back' || this.#isCrowded));
  }
}
