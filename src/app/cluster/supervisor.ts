import type { Logger } from 'pino';
import { GatheredMetrics } from '../../operations/gathered-metrics.ts';
import { pause } from '../../platform/pause.ts';
import type { WatchedWorker, WorkerEvents } from './worker-process.ts';
import { WorkersFailedError } from './workers-failed-error.ts';

export interface SupervisorOptions {
  readonly fork: (events: WorkerEvents) => WatchedWorker;
  readonly workers: number;
  /** How long a worker that leaves may take, and one that stops. */
  readonly leaveMs: number;
  readonly stopMs: number;
  readonly log: Logger;
}

/** Before the first attempt to replace a worker that died, twice as long before each that follows, up to the longest. */
const firstBackOffMs = 250;
const longestBackOffMs = 30_000;
/** After so long without one, failures are forgotten. */
const forgottenMs = 60_000;

/**
 * Keeps as many workers serving as were asked for: replaces those that die, with back-off, and those that are due, one at a
 * time and by a successor that is ready before.
 */
export class Supervisor implements AsyncDisposable {
  readonly #options: SupervisorOptions;
  /** They answer requests. */
  readonly #serving = new Set<WatchedWorker>();
  /** All that run, those that come and go included. */
  readonly #all = new Set<WatchedWorker>();
  #coming = 0;
  /** Resolves when the next of them serves, or none is to come any more. */
  #arrival = Promise.withResolvers<void>();
  /** How often a worker died lately. */
  #failures = 0;
  #failedAt = 0;
  readonly #metrics = new GatheredMetrics<WatchedWorker>();
  #replacing: Promise<void> = Promise.resolve();
  readonly #stop = new AbortController();

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** The first begins alone: what it finds wrong is said once, and what it makes the others find. Answers where they serve. */
  async start(): Promise<string> {
    const first = this.#fork();
    const url = await first.ready;
    if (url === null) throw new WorkersFailedError(`The first worker ended ${await first.ended}`);
    this.#welcome(first);
    await Promise.all(Array.from({ length: this.#options.workers - 1 }, () => this.#add()));
    return url;
  }

  /** Replaces all workers that serve now, one after the other. */
  async restart(): Promise<void> {
    const { log } = this.#options;
    log.info('a rolling restart begins');
    await Promise.all([...this.#serving].map((worker) => this.#retire(worker, 'restart')));
    if (!this.#stopping) log.info('the rolling restart is over');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#arrival.resolve();
    await Promise.all([...this.#all].map((worker) => worker.stop(this.#options.stopMs)));
    await this.#replacing;
  }

  get #stopping(): boolean {
    return this.#stop.signal.aborted;
  }

  /** One at a time: who is due waits for its turn. */
  #retire(worker: WatchedWorker, reason: string): Promise<void> {
    this.#replacing = this.#replacing.then(async () => {
      // Where another died meanwhile, its place was filled first.
      while (this.#serving.has(worker) && !this.#stopping) await this.#replace(worker, reason);
    });
    return this.#replacing;
  }

  async #replace(worker: WatchedWorker, reason: string): Promise<void> {
    // One that comes for a worker that died is as good, and one more would stay beside it.
    if (this.#serving.size + this.#coming > this.#options.workers) await this.#arrival.promise;
    else await this.#add();
    if (this.#stopping || this.#serving.size <= this.#options.workers || !this.#serving.delete(worker)) return;
    this.#options.log.info({ worker: worker.pid, reason }, 'a worker retires');
    await worker.leave(this.#options.leaveMs);
  }

  /** Has one worker more, as soon as one can be had. */
  async #add(): Promise<void> {
    this.#coming += 1;
    try {
      while (!this.#stopping) {
        await this.#backOff();
        if (this.#stopping) return;
        const worker = this.#fork();
        if ((await worker.ready) !== null) return this.#welcome(worker);
        this.#noteFailure();
      }
    } finally {
      this.#coming -= 1;
    }
  }

  #noteFailure(): void {
    const now = performance.now();
    this.#failures = now - this.#failedAt > forgottenMs ? 1 : this.#failures + 1;
    this.#failedAt = now;
  }

  async #backOff(): Promise<void> {
    if (this.#failures === 0 || performance.now() - this.#failedAt > forgottenMs) return;
    const waitMs = Math.min(firstBackOffMs * 2 ** (this.#failures - 1), longestBackOffMs);
    this.#options.log.warn({ waitMs }, 'a worker is started again after a while');
    await pause(waitMs, this.#stop.signal);
  }

  #fork(): WatchedWorker {
    const worker = this.#options.fork({
      onDue: (due, reason) => void this.#retire(due, reason),
      onScrape: (asked, id) => void this.#scrape(asked, id),
      onLast: (left, readings) => this.#metrics.note(left, readings),
    });
    this.#all.add(worker);
    void worker.ended.then(() => {
      this.#all.delete(worker);
      this.#metrics.end(worker);
    });
    return worker;
  }

  #welcome(worker: WatchedWorker): void {
    this.#serving.add(worker);
    this.#options.log.info({ worker: worker.pid }, 'a worker serves');
    void worker.ended.then((how) => this.#mourn(worker, how));
    this.#arrival.resolve();
    this.#arrival = Promise.withResolvers();
  }

  #mourn(worker: WatchedWorker, how: string): void {
    // One that was replaced has ended as it should.
    if (!this.#serving.delete(worker) || this.#stopping) return;
    this.#noteFailure();
    this.#options.log.error({ worker: worker.pid, how }, 'a worker died');
    if (this.#serving.size + this.#coming < this.#options.workers) void this.#add();
  }

  async #scrape(asked: WatchedWorker, id: number): Promise<void> {
    const { log } = this.#options;
    try {
      await Promise.all([...this.#all].map((worker) => this.#read(worker)));
      asked.tellMetrics(id, await this.#metrics.render());
    } catch (error) {
      log.error({ err: error }, 'the metrics of the workers could not be put together');
    }
  }

  /** One that does not answer is as it was. */
  async #read(worker: WatchedWorker): Promise<void> {
    const readings = await worker.read();
    if (readings !== null && this.#all.has(worker)) this.#metrics.note(worker, readings);
  }
}
