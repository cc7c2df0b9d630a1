import type { Logger } from 'pino';
import { isDatabaseUnavailable, wasCancelled } from '../database-unavailable.ts';
import { acrossAccounts } from '../db/account-guard.ts';
import type { Database } from '../db/database.ts';
import { Snapshot } from '../db/snapshot.ts';
import { pause } from '../pause.ts';
import { onCommit, runAfterWrite, type StreamRef } from './commits.ts';
import { consumeNext } from './consume.ts';
import { behind, type Consumer, type Taken } from './consumer.ts';
import { type ConsumerLag, consumerLag } from './consumer-lag.ts';
import { consumePrepared, type PreparingConsumer } from './preparing-consumer.ts';

type AnyConsumer = Consumer | PreparingConsumer;

interface RunnerOptions {
  /** Its commits wake the consumers, and those of `background`, which jobs write by. */
  readonly requests: Database;
  /** What they work on: on the embedded database, the lane that gives way to requests. */
  readonly background: Database;
  readonly consumers: readonly AnyConsumer[];
  /** So long commits are gathered; omitted: 150 ms. */
  readonly gatherMs?: number;
  /** After each batch it rests so many times as long as the batch took: for work that nobody waits for. Omitted: not at all. */
  readonly restTimes?: number;
  /** The same where something was written meanwhile: for work that writers would feel. Omitted: as at other times. */
  readonly restTimesBesideWriters?: number;
  /** So long it rests at most, however long a batch took: all others wait for it meanwhile. Omitted: ten seconds. */
  readonly longestRestMs?: number;
  readonly log: Logger;
  /** While it says so nothing is taken: what they write to is away. `sweep` finds what is left then. */
  readonly paused?: () => boolean;
  /** Told of each stream in which a consumer may have gone on. */
  readonly onProgress?: (stream: StreamRef) => void;
}

/** One consumer with a stream that it may be behind in. */
interface Errand {
  readonly consumer: AnyConsumer;
  readonly stream: StreamRef;
}

/** How many streams that nobody has woken are looked for at once. */
const sweepSize = 1_000;
/** What another process wrote and did not live to consume is found within this time. */
const sweepMs = 60_000;
/** So long commits are gathered by default: a batch of a hundred events costs hardly more than a batch of one. */
const defaultGatherMs = 150;
/** A database that is away for less, as while it restarts, needs nobody. */
const patienceMs = 30_000;
/** What takes longer than a few batches mostly waits itself, for a model or a busy machine. */
const defaultLongestRestMs = 10_000;

/**
 * Runs the consumers of the event log in this process, one stream of one consumer at a time. Its own commits wake them, and
 * are gathered into rounds: a round takes all that was written before it, then rests. A sweep finds what was left by a
 * process that died.
 */
export class ConsumerRunner implements AsyncDisposable {
  readonly #options: RunnerOptions;
  readonly #cleanUp = new DisposableStack();
  #next = new Map<string, Errand>();
  #rest: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #sweeping: Promise<void> = Promise.resolve();
  /** How often a request wrote something. */
  #writes = 0;
  #hurries = false;
  /** When the database was first missed, since when nothing has succeeded. */
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
    // A job is no writer that would feel what they do.
    if (background !== requests) this.#cleanUp.use(onCommit([background], (touched) => this.wake(touched)));
    const timer = setInterval(() => this.sweep(), sweepMs).unref();
    this.#cleanUp.defer(() => clearInterval(timer));
    this.sweep();
  }

  /** Something was written to these streams. */
  wake(touched: readonly StreamRef[]): void {
    if (this.#paused) return;
    for (const stream of touched) {
      for (const consumer of this.#options.consumers) {
        if (consumer.kind === stream.kind) this.#add({ consumer, stream });
      }
    }
    this.#runLater();
  }

  /** Looks for all that is left. */
  sweep(): void {
    const before = this.#sweeping;
    const now = this.#sweep().catch((error: unknown) => {
      if (!this.#stopping) this.#tell({ err: error }, 'the consumers could not be swept');
    });
    this.#sweeping = now.then(() => before);
  }

  /** Runs until every consumer has come to the end of every stream, without a rest: for tests and commands. */
  async processAll(): Promise<void> {
    this.#hurries = true;
    await this.#sweep();
    while (this.#running) {
      await this.#running;
      this.#run();
    }
  }

  /** How far each of them is behind. */
  lags(): Promise<ConsumerLag[]> {
    const { requests, background, consumers } = this.#options;
    // Who asks within a snapshot may have the only connection in hand.
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
    const everywhere = acrossAccounts(this.#options.background, 'stream', 'consumer');
    for (const consumer of this.#options.consumers) {
      for (const stream of await behind(everywhere, consumer, sweepSize)) this.#add({ consumer, stream });
    }
    // What is left to do tells whether the database takes what it is told.
    if (this.#next.size === 0) this.#awaySince = null;
    this.#run();
  }

  #tell(failed: { readonly err: unknown; readonly consumer?: string | undefined }, message: string): void {
    const isAway = isDatabaseUnavailable(failed.err) && !wasCancelled(failed.err);
    if (isAway) this.#awaySince ??= performance.now();
    const passes = isAway && performance.now() - (this.#awaySince ?? 0) < patienceMs;
    this.#options.log[passes ? 'warn' : 'error'](failed, message);
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

  /** What some of them fail by is no matter of the others. */
  async #take(errands: readonly Errand[], round: Map<string, Errand>): Promise<void> {
    try {
      await this.#takeTogether(errands, round);
    } catch (error) {
      if (this.#paused) return;
      const [first, ...others] = errands;
      if (others.length > 0) for (const errand of errands) await this.#take([errand], round);
      // The cursor has not moved: the next commit to the stream, or the next sweep, tries again.
      else this.#tell({ err: error, consumer: first?.consumer.name }, 'a consumer of the event log failed');
    }
  }

  async #takeTogether(errands: readonly Errand[], round: Map<string, Errand>): Promise<void> {
    const { background, onProgress } = this.#options;
    const [began, writes] = [performance.now(), this.#writes];
    const taken = await consume(background, errands);
    this.#awaySince = null;
    this.#comeAgain(errands, taken, round);
    if (round.size > 0) await this.#pause(performance.now() - began, this.#writes > writes);
    // What it derives is not told of: whoever keeps answers has to know.
    const written = new Set(taken.filter(({ wrote }) => wrote).map(({ stream }) => stream.accountId));
    for (const accountId of written) await runAfterWrite(background, accountId);
    for (const { stream } of errands) onProgress?.(stream);
  }

  /**
   * Whoever has more comes again after the others, those woken meanwhile included: of a stream that is written to all the time there is
   * always more. What another process has in hand comes in the next round: this one would only knock until it lets go.
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
    const { restTimes = 0, restTimesBesideWriters = restTimes, longestRestMs = defaultLongestRestMs } = this.#options;
    const times = besideWriters ? restTimesBesideWriters : restTimes;
    if (times === 0 || this.#hurries) return;
    await pause(Math.min(tookMs * times, longestRestMs), this.#stop.signal);
  }

  get #stopping(): boolean {
    return this.#stop.signal.aborted;
  }

  #endRest(): void {
    if (this.#rest) clearTimeout(this.#rest);
    this.#rest = null;
  }
}

const keyOf = ({ consumer, stream }: Errand): string => `${consumer.name} ${stream.kind} ${stream.streamId}`;

/** Those of a round that one consumer takes at a time. */
function together(first: Errand, round: ReadonlyMap<string, Errand>): readonly Errand[] {
  const { consumer } = first;
  const errands: Errand[] = [];
  for (const errand of round.values()) {
    if (errand.consumer === consumer) errands.push(errand);
    if (errands.length === (consumer.streams ?? 1)) break;
  }
  return errands;
}

function consume(db: Database, errands: readonly Errand[]): Promise<Taken[]> {
  const consumer = errands[0]?.consumer;
  const streams = errands.map(({ stream }) => stream);
  if (!consumer) return Promise.resolve([]);
  return 'prepare' in consumer ? consumePrepared(db, consumer, streams) : consumeNext(db, consumer, streams);
}
