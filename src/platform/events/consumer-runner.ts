import type { Logger } from 'pino';
import { isDatabaseAway } from '../database-errors.ts';
import type { Database } from '../db/database.ts';
import { Snapshot } from '../db/snapshot.ts';
import { pause } from '../pause.ts';
import { loopShare } from '../turns/loop-load.ts';
import { onCommit, type StreamRef, streamKey } from './commits.ts';
import { consumeNext } from './consume.ts';
import { behind, type Consumer, type ConsumerLag, consumerLag, type Taken } from './consumer.ts';

interface RunnerOptions {
  /** Commits on this handle wake the consumers, as do those on `background`, which jobs use. */
  readonly requests: Database;
  /** The handle that consumers use: on the embedded database, the lane with the lower priority. */
  readonly background: Database;
  readonly consumers: readonly Consumer[];
  /** How long commits are gathered into a round; omitted: 150 ms. */
  readonly gatherMs?: number;
  /** Rest after each batch, as a multiple of the batch's duration: for work that nobody waits for. Omitted: none. */
  readonly restTimes?: number;
  /** The same if a request wrote something during the batch: for work that slows down writers. Omitted: `restTimes`. */
  readonly restTimesBesideWriters?: number;
  /** The same if the process had hardly anything else to do in the rest before. Omitted: `restTimes`. */
  readonly restTimesAlone?: number;
  /** Maximum rest, however long a batch took, since all other batches wait meanwhile. Omitted: ten seconds. */
  readonly longestRestMs?: number;
  readonly log: Logger;
  /** While it returns true, nothing is consumed: what the consumers write to is unavailable. A later `sweep` catches up. */
  readonly paused?: () => boolean;
  /** Called for each stream in which a consumer may have made progress. */
  readonly onProgress?: (stream: StreamRef) => void;
}

/** A consumer, and a stream in which it may be behind. */
interface Errand {
  readonly consumer: Consumer;
  readonly stream: StreamRef;
}

/** Maximum number of streams per consumer that one sweep looks up. */
const sweepSize = 1_000;
/** Interval of sweeps: events whose process died before consuming them are found within this time. */
const sweepMs = 60_000;
/** Default time for gathering commits: a batch of a hundred events costs hardly more than a batch of one. */
const defaultGatherMs = 150;
/** A shorter database outage, such as a restart, needs nobody's attention. */
const patienceMs = 30_000;
/** A batch that takes long mostly waits itself, for a model or a busy machine. */
const defaultLongestRestMs = 10_000;
/** Share of a rest for which the event loop may be busy where the process counts as having nothing else to do. */
const mostAlone = 0.1;

/**
 * Runs the consumers of the event log in this process, one batch at a time. Commits of this process wake them, and
 * are gathered into rounds: a round consumes everything written before it, then rests. Sweeps find what a dead
 * process left behind.
 */
export class ConsumerRunner implements AsyncDisposable {
  readonly #options: RunnerOptions;
  readonly #cleanUp = new DisposableStack();
  #next = new Map<string, Errand>();
  #rest: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #sweeping: Promise<void> = Promise.resolve();
  /** Number of commits by requests. */
  #writes = 0;
  #hurries = false;
  /** Whether the process had hardly anything else to do in the last rest. */
  #isAlone = false;
  /** Time of the first failure because the database was unavailable, if nothing has succeeded since. */
  #awaySince: number | null = null;
  readonly #stop = new AbortController();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  start(): void {
    const { requests, background } = this.#options;
    const onRequest = onCommit([requests], (touched) => {
      this.#writes += 1;
      this.wake(touched);
    });
    this.#cleanUp.use(onRequest);
    // Jobs do not count as writers whom the consumers could slow down.
    if (background !== requests) this.#cleanUp.use(onCommit([background], (touched) => this.wake(touched)));
    const timer = setInterval(() => this.sweep(), sweepMs).unref();
    this.#cleanUp.defer(() => clearInterval(timer));
    this.sweep();
  }

  /** Schedules the consumers of streams that were written to. */
  wake(touched: readonly StreamRef[]): void {
    if (this.#paused) return;
    for (const stream of touched) {
      for (const consumer of this.#options.consumers) {
        if (consumer.kind === stream.kind) this.#add({ consumer, stream });
      }
    }
    this.#runLater();
  }

  /** Looks for streams in which consumers are behind. */
  sweep(): void {
    const before = this.#sweeping;
    const now = this.#sweep().catch((error: unknown) => {
      if (!this.#stopping) this.#tell({ err: error }, 'the consumers could not be swept');
    });
    this.#sweeping = now.then(() => before);
  }

  /** Runs until every consumer has reached the end of every stream, without rests: for tests and commands. */
  async processAll(): Promise<void> {
    this.#hurries = true;
    await this.#sweep();
    while (this.#running) {
      await this.#running;
      this.#run();
    }
  }

  /** How far each consumer lags behind. */
  lags(): Promise<ConsumerLag[]> {
    const { requests, background, consumers } = this.#options;
    // A caller within a snapshot may hold the only connection.
    const db = Snapshot.current ? requests : background;
    return Promise.all(consumers.map((consumer) => consumerLag(db, consumer)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#cleanUp.dispose();
    this.#endRest();
    await Promise.all([this.#running, this.#sweeping]);
  }

  async #sweep(): Promise<void> {
    if (this.#paused) return;
    const { background, consumers } = this.#options;
    for (const consumer of consumers) {
      for (const stream of await behind(background, consumer, sweepSize)) this.#add({ consumer, stream });
    }
    // With work left, the work itself will show whether the database accepts writes.
    if (this.#next.size === 0) this.#awaySince = null;
    this.#run();
  }

  #tell(failed: { readonly err: unknown; readonly consumer?: string | undefined }, message: string): void {
    const { log } = this.#options;
    if (!isDatabaseAway(failed.err)) {
      log.error(failed, message);
      return;
    }
    this.#awaySince ??= performance.now();
    const passes = performance.now() - this.#awaySince < patienceMs;
    // All consumers fail: without its name, the logger tells this once a minute.
    log[passes ? 'warn' : 'error']({ err: failed.err }, message);
  }

  get #paused(): boolean {
    return this.#stopping || (this.#options.paused?.() ?? false);
  }

  #add(errand: Errand): void {
    this.#next.set(keyOf(errand), errand);
  }

  #runLater(): void {
    if (this.#stopping || this.#running || this.#rest || this.#next.size === 0) return;
    this.#rest = setTimeout(() => this.#run(), this.#options.gatherMs ?? defaultGatherMs).unref();
  }

  #run(): void {
    this.#endRest();
    if (this.#stopping || this.#running || this.#next.size === 0) return;
    const round = this.#next;
    this.#next = new Map();
    this.#running = this.#process(round).finally(() => {
      this.#running = null;
      this.#runLater();
    });
  }

  async #process(round: Map<string, Errand>): Promise<void> {
    for (const first of round.values()) {
      if (this.#paused) return;
      const errands = together(first, round);
      for (const errand of errands) round.delete(keyOf(errand));
      await this.#take(errands, round);
    }
  }

  /** If a joint batch fails, tries its streams one by one, so that one failure does not affect the others. */
  async #take(errands: readonly Errand[], round: Map<string, Errand>): Promise<void> {
    try {
      await this.#takeTogether(errands, round);
    } catch (error) {
      if (this.#paused) return;
      const [first, ...others] = errands;
      if (others.length > 0) for (const errand of errands) await this.#take([errand], round);
      // The cursor has not moved: the next commit to the stream, or the next sweep, retries.
      else this.#tell({ err: error, consumer: first?.consumer.name }, 'a consumer of the event log failed');
    }
  }

  async #takeTogether(errands: readonly Errand[], round: Map<string, Errand>): Promise<void> {
    const { background, onProgress } = this.#options;
    const [began, writes] = [performance.now(), this.#writes];
    const streams = errands.map(({ stream }) => stream);
    const consumer = errands[0]?.consumer;
    const taken = consumer ? await consumeNext(background, consumer, streams) : [];
    const tookMs = performance.now() - began;
    this.#awaySince = null;
    this.#comeAgain(errands, taken, round);
    for (const { stream } of errands) onProgress?.(stream);
    if (round.size > 0) await this.#pause(tookMs, this.#writes > writes);
  }

  /**
   * Streams with more events are queued again behind all others, including those woken meanwhile: a stream with constant writes
   * always has more. Streams held by another process wait for the next round: in this one they would be retried in vain until it releases them.
   */
  #comeAgain(errands: readonly Errand[], taken: readonly Taken[], round: Map<string, Errand>): void {
    const errandOf = new Map(errands.map((errand) => [errand.stream, errand]));
    const again = taken.flatMap(({ stream, more }) => (more && errandOf.get(stream)) || []);
    if (again.length > 0) {
      const woken = this.#next;
      this.#next = new Map();
      for (const errand of [...woken.values(), ...again]) round.set(keyOf(errand), errand);
    }
    for (const { stream, heldElsewhere } of taken) {
      const errand = heldElsewhere && errandOf.get(stream);
      if (errand) this.#add(errand);
    }
  }

  async #pause(tookMs: number, besideWriters: boolean): Promise<void> {
    const times = this.#restTimes(besideWriters);
    if (times === 0 || this.#hurries) return;
    const busyShare = loopShare();
    await pause(Math.min(tookMs * times, this.#options.longestRestMs ?? defaultLongestRestMs), this.#stop.signal);
    this.#isAlone = busyShare() < mostAlone;
  }

  #restTimes(besideWriters: boolean): number {
    const { restTimes = 0, restTimesBesideWriters = restTimes, restTimesAlone = restTimes } = this.#options;
    if (besideWriters) return restTimesBesideWriters;
    return this.#isAlone ? restTimesAlone : restTimes;
  }

  get #stopping(): boolean {
    return this.#stop.signal.aborted;
  }

  #endRest(): void {
    if (this.#rest) clearTimeout(this.#rest);
    this.#rest = null;
  }
}

const keyOf = ({ consumer, stream }: Errand): string => `${consumer.name} ${streamKey(stream)}`;

/** Picks the errands of a round that a consumer takes in one batch. */
function together(first: Errand, round: ReadonlyMap<string, Errand>): readonly Errand[] {
  const { consumer } = first;
  const errands: Errand[] = [];
  for (const errand of round.values()) {
    if (errand.consumer === consumer) errands.push(errand);
    if (errands.length === (consumer.streams ?? 1)) break;
  }
  return errands;
}
