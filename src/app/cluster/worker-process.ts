import type { EventEmitter } from 'node:events';
import { patienceMs } from '../../operations/health.ts';
import type { Metrics, Readings } from '../../operations/prometheus.ts';
import { orAfter } from '../../platform/or-after.ts';
import { type FromWorker, fromWorker, type ToWorker } from './messages.ts';

/** What whoever watches over a worker knows of it. */
export type WatchedWorker = Pick<WorkerProcess, keyof WorkerProcess>;

export interface WorkerEvents {
  readonly onDue: (worker: WatchedWorker, reason: string) => void;
  readonly onScrape: (worker: WatchedWorker, id: number) => void;
  /** It is about to end. */
  readonly onLast: (worker: WatchedWorker, readings: Readings) => void;
}

/** A process that was forked, as far as it is used. */
export interface Forked extends EventEmitter {
  readonly process: { readonly pid?: number | undefined; kill(signal: NodeJS.Signals): boolean };
  isConnected(): boolean;
  send(message: ToWorker): boolean;
}

/** Has Node take a process that ended for gone, of which it still waits for a word. */
export type HandBack = () => void;

const lookEveryMs = 100;
/** A worker that does not tell its metrics within this time is left out. While a part hangs it waits for that one first. */
const readingMs = 2 * patienceMs;

/** A process that serves, as the one that watches over it sees it. */
export class WorkerProcess {
  /** Where it answers; null where it ended before it did. */
  readonly ready: Promise<string | null>;
  /** Resolves with how it ended, in words. */
  readonly ended: Promise<string>;
  readonly pid: number | undefined;
  readonly #worker: Forked;
  readonly #events: WorkerEvents;
  readonly #answers = Promise.withResolvers<string | null>();
  readonly #readings = new Map<number, (readings: Readings | null) => void>();
  #reads = 0;

  constructor(worker: Forked, events: WorkerEvents, handBack: HandBack) {
    this.#worker = worker;
    this.#events = events;
    this.pid = worker.process.pid;
    this.ready = this.#answers.promise;
    worker.on('message', (message: unknown) => {
      // One of another version, as during a rolling restart into a new one, may say more than is understood here.
      const known = fromWorker.safeParse(message).data;
      if (known) this.#receive(known);
    });
    // What is sent to one that has just died.
    worker.on('error', () => {});
    this.ended = endOf(worker, handBack);
    void this.ended.then(() => this.#answers.resolve(null));
  }

  /** Asks it to end by itself once its clients have gone; ends it after the deadline. */
  async leave(deadlineMs: number): Promise<void> {
    this.#tell({ kind: 'leave' });
    await this.#endWithin(deadlineMs);
  }

  /** Asks it to stop now; ends it after the deadline. */
  async stop(deadlineMs: number): Promise<void> {
    this.#worker.process.kill('SIGTERM');
    await this.#endWithin(deadlineMs);
  }

  /** What its registry of metrics holds; null where it does not answer, or could not read it. */
  async read(): Promise<Readings | null> {
    this.#reads += 1;
    const id = this.#reads;
    const { promise, resolve } = Promise.withResolvers<Readings | null>();
    this.#readings.set(id, resolve);
    this.#tell({ kind: 'read', id });
    const answered = Promise.race([promise, this.ended.then(() => null)]);
    return await orAfter(answered, readingMs, null).finally(() => this.#readings.delete(id));
  }

  tellMetrics(id: number, metrics: Metrics): void {
    this.#tell({ kind: 'scraped', id, ...metrics });
  }

  async #endWithin(deadlineMs: number): Promise<void> {
    if ((await orAfter(this.ended, deadlineMs, null)) === null) this.#worker.process.kill('SIGKILL');
    await this.ended;
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'ready') this.#answers.resolve(message.url);
    else if (message.kind === 'due') this.#events.onDue(this, message.reason);
    else if (message.kind === 'scrape') this.#events.onScrape(this, message.id);
    else if (message.kind === 'last') this.#events.onLast(this, message.readings);
    else this.#readings.get(message.id)?.(message.readings);
  }

  #tell(message: ToWorker): void {
    if (this.#worker.isConnected()) this.#worker.send(message);
  }
}

/**
 * How it ended, once what it has said has come, which a busy process reads later than it learns of the end. Not by `once` of
 * node:events: that rejects where something was sent to one that had just died.
 */
function endOf(worker: Forked, handBack: HandBack): Promise<string> {
  const { promise: exited, resolve: exit } = Promise.withResolvers<string>();
  const { promise: heard, resolve: disconnect } = Promise.withResolvers<void>();
  worker.once('exit', (code: number | null, signal: string | null) => {
    exit(signal ? `by ${signal}` : `with code ${code}`);
    // Where a client's connection was on its way to it, which it did not live to take, Node tells of no disconnection.
    const looking = setInterval(() => {
      if (!worker.isConnected()) handBack();
    }, lookEveryMs);
    void heard.then(() => clearInterval(looking));
  });
  worker.once('disconnect', () => disconnect());
  return Promise.all([exited, heard]).then(([how]) => how);
}
