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

/** Works on runs in this process: woken by each that is asked for here, and by a poll for those of other processes. */
export class AgentRunner implements RunsAtWork, AsyncDisposable {
  readonly #options: RunnerOptions;
  readonly #works = new Map<string, { readonly work: RunWork; readonly done: Promise<void> }>();
  readonly #cleanUp = new DisposableStack();
  /** Runs at work, and those that are being taken up. */
  readonly #inHand = new Set<string>();
  #isStarted = false;
  #stopping = false;
  #filling: Promise<void> | null = null;
  #again = false;
  /** Somebody waits who found no room. */
  #full = false;
  readonly #taking = new Set<Promise<void>>();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isStarted = true;
    this.#cleanUp.use(this.#options.onWake((touched) => this.#told(touched)));
    const timer = setInterval(() => this.#poll(), this.#options.pollMs).unref();
    this.#cleanUp.defer(() => clearInterval(timer));
    this.#poll();
  }

  /** Ends the work on a run that this process has in hand: at once, and not only with its next sign of life. */
  cancel(runId: string): void {
    this.#works.get(runId)?.work.stop('cancelled');
  }

  /** What this process has of an answer that grows; null where it does not work on it. */
  liveText(runId: string): { readonly attempt: number; readonly text: string } | null {
    const work = this.#works.get(runId)?.work;
    return work ? { attempt: work.attempt, text: work.text } : null;
  }

  /** Works until nothing waits: for a process that was not started, as a test or a script. */
  async processAll(): Promise<void> {
    do {
      this.#wake();
      // A run that is set back is taken up again by the time its work is done.
      while (this.#filling || this.#works.size > 0) {
        await this.#filling;
        await Promise.all([...this.#works.values()].map(({ done }) => done));
      }
    } while (!this.#stopping && (await waitingRuns(this.#options.db, 1)).length > 0);
  }

  /** Takes up nothing more, for others do, and resolves when all in hand have come to their end. */
  async leave(): Promise<void> {
    await this.#takeNoMore();
    await this.#worksDone();
  }

  /** Gives back the runs that have not come to their end; another process, or the next start, takes them up. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#takeNoMore();
    for (const { work } of this.#works.values()) work.stop('stopping');
    await this.#worksDone();
    await this.#options.pulse[Symbol.asyncDispose]();
    this.#options.pool[Symbol.dispose]();
  }

  async #takeNoMore(): Promise<void> {
    this.#stopping = true;
    this.#cleanUp.dispose();
    while (this.#filling) await this.#filling;
    await Promise.all(this.#taking);
  }

  async #worksDone(): Promise<void> {
    await Promise.all([...this.#works.values()].map(({ done }) => done));
  }

  /**
   * A run that may wait is taken up at once where there is room; where there is none, all that wait are taken in turn. One in hand may
   * have been put back by a purge.
   */
  #told(touched: readonly StreamRef[]): void {
    for (const { kind, accountId, streamId: id } of touched) {
      if (kind !== 'agent_run') continue;
      if (this.#inHand.has(id)) void this.#options.pulse.look(id);
      else if (this.#room > 0) {
        const taking = this.#take({ accountId, id }).catch((error: unknown) => this.#notTaken(error));
        this.#taking.add(taking);
        taking.finally(() => this.#taking.delete(taking));
      } else {
        this.#full = true;
        // A look that is under way may not find it.
        this.#again = true;
      }
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
      if (this.#inHand.has(run.id)) continue;
      await setBack(this.#options.db, run, 'failed', { reason: 'The process that worked on it died, twice' });
    }
  }

  #wake(): void {
    this.#again = true;
    if (this.#filling || this.#room === 0) return;
    this.#filling = this.#fill()
      .catch((error: unknown) => this.#notTaken(error))
      .finally(() => {
        this.#filling = null;
        // Woken in the very moment between the last look and this one.
        if (this.#again) this.#wake();
      });
  }

  /** For how many more runs. */
  get #room(): number {
    return this.#stopping ? 0 : this.#options.concurrency - this.#inHand.size;
  }

  /** Takes up what waits, as far as there is room. */
  async #fill(): Promise<void> {
    while (this.#again && this.#room > 0) {
      this.#again = false;
      const waiting = await workFor(many, () => waitingRuns(this.#options.db, this.#options.concurrency));
      // Others may have come meanwhile, or all of it may have to end.
      const room = this.#room;
      this.#full = this.#again || waiting.length >= room;
      await Promise.all(waiting.slice(0, room).map((run) => this.#take(run)));
    }
  }

  /** Keeps room for a run that is being asked for; null where there is none, or where others wait for it. */
  reserve(runId: string): HeldRoom | null {
    if (!this.#isStarted || this.#full || this.#room === 0) return null;
    this.#inHand.add(runId);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#taking.add(promise);
    let isFree = true;
    return {
      begin: (run, start) => {
        isFree = false;
        // Not that of who asks, who may be gone by then.
        void workOf(run.accountId, async () => this.#work(run, start));
      },
      [Symbol.dispose]: () => {
        this.#taking.delete(promise);
        resolve();
        if (isFree) this.#letGo(runId);
      },
    };
  }

  async #take(key: RunKey): Promise<void> {
    if (this.#inHand.has(key.id)) return;
    this.#inHand.add(key.id);
    try {
      const began = await workOf(key.accountId, () => this.#begin(key));
      if (!began) this.#letGo(key.id);
    } catch (error) {
      this.#inHand.delete(key.id);
      throw error;
    }
  }

  /** The room that was kept for a run is for others. */
  #letGo(runId: string): void {
    this.#inHand.delete(runId);
    if (this.#full) this.#wake();
  }

  async #begin(key: RunKey): Promise<boolean> {
    const run = await this.#claim(key);
    if (run) this.#work(run, null);
    return run !== null;
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

  #work(run: ClaimedRun, start: RunStart | null): void {
    const work = new RunWork(this.#options, run, start);
    const done = work
      .execute()
      .catch((error: unknown) => {
        this.#options.log.error({ err: error, runId: run.id }, 'the end of a run was not written');
        return 'ended' as const;
      })
      .then((outcome) => {
        this.#works.delete(run.id);
        this.#inHand.delete(run.id);
        if (outcome === 'set back' || this.#full) this.#wake();
      });
    this.#works.set(run.id, { work, done });
  }
}
