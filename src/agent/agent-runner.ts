import type { Logger } from 'pino';
import type { Database } from '../platform/db/database.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { many, workFor, workOf } from '../platform/requester.ts';
import type { HeldRoom, RunsAtWork } from './agent-run.service.ts';
import { setBack } from './end-run.ts';
import { abandonedRuns, type ClaimedRun, claimRun, type RunKey, waitingRuns } from './run-queue.store.ts';
import { type RunStart, RunWork, type WorkParts } from './run-work.ts';

export interface RunnerOptions extends WorkParts {
  readonly db: Database;
  /** Most runs of this process at once. */
  readonly concurrency: number;
  /** Tells what was committed to streams, by this process or by another. */
  readonly onWake: (listener: (touched: readonly StreamRef[]) => void) => Disposable;
  /** How often to look for runs of other processes, and for those that one left that died. */
  readonly pollMs: number;
  readonly log: Logger;
}

/** Most runs that a look for abandoned ones takes. */
const sweepSize = 100;

/** `apart`: not started, and works on what waits when it is asked to. Who leaves takes up nothing more; who stops hands back what it has, too. */
type Phase = 'apart' | 'started' | 'leaving' | 'stopping';

/** One of the places for runs, occupied from before a run is taken up until its work is done. */
interface Place {
  work: RunWork | null;
  readonly vacated: PromiseWithResolvers<void>;
}

/** A look for what waits, under way; `missed`: somebody came since it began, whom it may not find. */
interface Look {
  missed: boolean;
  done: Promise<void>;
}

/** Works on runs in this process: woken by each that is asked for here, and by a poll for those of other processes. */
export class AgentRunner implements RunsAtWork, AsyncDisposable {
  readonly #options: RunnerOptions;
  readonly #cleanUp = new DisposableStack();
  /** By the ids of their runs. */
  readonly #places = new Map<string, Place>();
  #phase: Phase = 'apart';
  #look: Look | null = null;
  /** Somebody waits who found no room: what becomes free is theirs. */
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

  /** Ends the work on a run that this process has in hand: at once, and not only with its next sign of life. */
  cancel(runId: string): void {
    this.#places.get(runId)?.work?.stop('cancelled');
  }

  /** What this process has of an answer that grows; null where it does not work on it. */
  liveText(runId: string): { readonly attempt: number; readonly text: string } | null {
    const work = this.#places.get(runId)?.work;
    return work ? { attempt: work.attempt, text: work.text } : null;
  }

  /** Works until nothing waits: for a process that was not started, as a test or a script. */
  async processAll(): Promise<void> {
    do {
      this.#wake();
      await this.#rest();
    } while (this.#takesUp && (await waitingRuns(this.#options.db, 1)).length > 0);
  }

  /** Takes up nothing more, for others do, and resolves when all in hand have come to their end. */
  async leave(): Promise<void> {
    if (this.#phase !== 'stopping') this.#phase = 'leaving';
    this.#cleanUp.dispose();
    await this.#rest();
  }

  /** Gives back the runs that have not come to their end; another process, or the next start, takes them up. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#phase = 'stopping';
    for (const { work } of this.#places.values()) work?.stop('stopping');
    await this.leave();
    await this.#options.pulse[Symbol.asyncDispose]();
    this.#options.pool[Symbol.dispose]();
  }

  /** Resolves when nothing is in hand, nor looked for. */
  async #rest(): Promise<void> {
    // A run that is set back is looked for by the time its work is done.
    while (this.#look || this.#places.size > 0) {
      await this.#look?.done;
      await Promise.all([...this.#places.values()].map(({ vacated }) => vacated.promise));
    }
  }

  /**
   * A run that may wait is taken up at once where there is room; where there is none, all that wait are taken in turn. One in hand may
   * have been put back by a purge.
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

  /** Runs whose process died get another attempt or, where it was their second, their end. */
  async sweep(): Promise<void> {
    for (const run of await abandonedRuns(this.#options.db, sweepSize)) {
      // Its signs of life could not be given: the next one says that it is alive.
      if (this.#places.has(run.id)) continue;
      await setBack(this.#options.db, run, 'failed', { reason: 'The process that worked on it died, twice' });
    }
  }

  get #takesUp(): boolean {
    return this.#phase === 'apart' || this.#phase === 'started';
  }

  /** For how many more runs. */
  get #room(): number {
    return this.#takesUp ? this.#options.concurrency - this.#places.size : 0;
  }

  #crowd(): void {
    this.#isCrowded = true;
    if (this.#look) this.#look.missed = true;
  }

  /** Looks for what waits, as far as there is room. */
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
    // Others may have come meanwhile, or all of it may have to end.
    const room = this.#room;
    this.#isCrowded = look.missed || waiting.length >= room;
    await Promise.all(waiting.slice(0, room).map((run) => this.#take(run)));
  }

  /** Keeps room for a run that is being asked for; null where there is none, or where others wait for it. */
  reserve(runId: string): HeldRoom | null {
    if (this.#phase !== 'started' || this.#isCrowded || this.#room === 0) return null;
    const place = this.#occupy(runId);
    return {
      // Not for who asks, who may be gone by then.
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
      // What waits is looked for with the next poll: at once it would most likely fail, too.
      this.#vacate(key.id, place, false);
      throw error;
    }
  }

  #claim(key: RunKey): Promise<ClaimedRun | null> {
    return inUnitOfWork(this.#options.db, key.accountId, async (unit) => {
      const run = await claimRun(unit.db, key);
      if (run) {
        const data = { attempt: run.attempt };
        unit.record({ kind: 'agent_run', streamId: run.id, type: 'AgentRunStarted', subjectId: run.id, data });
      }
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
