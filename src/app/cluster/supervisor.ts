import type { Logger } from 'pino';
import { GatheredMetrics } from '../../operations/gathered-metrics.ts';
import { pause } from '../../platform/pause.ts';
import { WorkersFailedError } from '../run-until-stopped.ts';
import type { WatchedWorker, WorkerEvents } from './worker-process.ts';

interface SupervisorOptions {
  readonly fork: (events: WorkerEvents) => WatchedWorker;
  readonly workers: number;
  /** How long a worker may take to leave, and to stop. */
  readonly leaveMs: number;
  readonly stopMs: number;
  readonly log: Logger;
}

/** Back-off before a dead worker is replaced: doubles with each attempt, up to the longest. */
const firstBackOffMs = 250;
const longestBackOffMs = 30_000;
/** Failures are forgotten after this long without one. */
const forgottenMs = 60_000;

/**
 * Keeps the configured number of workers serving: replaces those that die, with back-off, and those that are due, one at a
 * time and only once the successor is ready.
 */
export class Supervisor implements AsyncDisposable {
  readonly #options: SupervisorOptions;
  /** Workers that answer requests. */
  readonly #serving = new Set<WatchedWorker>();
  /** All running workers, including those that are starting or leaving. */
  readonly #all = new Set<WatchedWorker>();
  #coming = 0;
  /** Resolves when the next starting worker serves, or when none will any more. */
  #arrival = Promise.withResolvers<void>();
  /** Number of recent failures. */
  #failures = 0;
  #failedAt = 0;
  readonly #metrics = new GatheredMetrics<WatchedWorker>();
  #replacing: Promise<void> = Promise.resolve();
  readonly #stop = new AbortController();

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Starts the first worker alone, so that its errors are logged once and its set-up is done for the others. Returns the URL. */
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

  /** Retires one worker at a time; the others queue. */
  #retire(worker: WatchedWorker, reason: string): Promise<void> {
    this.#replacing = this.#replacing.then(async () => {
      // If another worker died meanwhile, the successor took its place: try again.
      while (this.#serving.has(worker) && !this.#stopping) await this.#replace(worker, reason);
    });
    return this.#replacing;
  }

  async #replace(worker: WatchedWorker, reason: string): Promise<void> {
    // A worker that is already starting in place of a dead one will do; another would be one too many.
    if (this.#serving.size + this.#coming > this.#options.workers) await this.#arrival.promise;
    else await this.#add();
    if (this.#stopping || this.#serving.size <= this.#options.workers || !this.#serving.delete(worker)) return;
    this.#options.log.info({ worker: worker.pid, reason }, 'a worker retires');
    await worker.leave(this.#options.leaveMs);
  }

  /** Adds a worker, retrying until one serves. */
  async #add(): Promise<void> {
    this.#coming += 1;
    try {
      while (!this.#stopping) {
        await this.#backOff();
        if (this.#stopping) return;
        const worker = this.#fork();
        if ((await worker.ready) !== null) return this.#welcome(worker);
        if (this.#stopping) return;
        this.#noteFailure();
        this.#options.log.error({ how: await worker.ended }, 'a worker ended before it served');
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
    // A replaced worker ended as it should.
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

  /** A worker that does not answer keeps its last readings. */
  async #read(worker: WatchedWorker): Promise<void> {
    const readings = await worker.read();
    if (readings !== null && this.#all.has(worker)) this.#metrics.note(worker, readings);
  }
}
