import type { EventEmitter } from 'node:events';
import { patienceMs } from '../../operations/health.ts';
import type { Metrics, Readings } from '../../operations/prometheus.ts';
import { orAfter } from '../../platform/or-after.ts';
import { type FromWorker, fromWorker, type ToWorker } from './messages.ts';

/** A worker as its supervisor sees it. */
export type WatchedWorker = Pick<WorkerProcess, keyof WorkerProcess>;

export interface WorkerEvents {
  readonly onDue: (worker: WatchedWorker, reason: string) => void;
  readonly onScrape: (worker: WatchedWorker, id: number) => void;
  /** The worker is about to end; these are its last readings. */
  readonly onLast: (worker: WatchedWorker, readings: Readings) => void;
}

/** The parts of a forked process that are used. */
export interface Forked extends EventEmitter {
  readonly process: { readonly pid?: number | undefined; kill(signal: NodeJS.Signals): boolean };
  isConnected(): boolean;
  send(message: ToWorker): boolean;
}

/** Makes Node treat an ended process as gone although it still waits for an acknowledgement. */
type HandBack = () => void;

const lookEveryMs = 100;
/** A worker that does not report its metrics within this time is left out. It may first wait for a part that hangs. */
const readingMs = 2 * patienceMs;

/** A worker process, as its supervisor sees it. */
export class WorkerProcess {
  /** The worker's URL; null if it ended before it served. */
  readonly ready: Promise<string | null>;
  /** Resolves with how the process ended, in words. */
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
      // A worker of another version, as during a rolling upgrade, may send messages that are unknown here.
      const known = fromWorker.safeParse(message).data;
      if (known) this.#receive(known);
    });
    this.ended = endOf(worker, handBack);
    void this.ended.then(() => this.#answers.resolve(null));
  }

  /** Asks the worker to end by itself once its clients have gone; kills it after the deadline. */
  async leave(deadlineMs: number): Promise<void> {
    this.#tell({ kind: 'leave' });
    await this.#endWithin(deadlineMs);
  }

  /** Asks the worker to stop now; kills it after the deadline. */
  async stop(deadlineMs: number): Promise<void> {
    this.#worker.process.kill('SIGTERM');
    await this.#endWithin(deadlineMs);
  }

  /** Returns the content of the worker's metrics registry; null if it does not answer or could not read it. */
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
 * Resolves with how the worker ended, once all its messages are received: a busy process reads them after it learns of the exit.
 * Not by `once` of node:events, which rejects on the error of a send to a process that has just died.
 */
function endOf(worker: Forked, handBack: HandBack): Promise<string> {
  const { promise: exited, resolve: exit } = Promise.withResolvers<string>();
  const { promise: heard, resolve: disconnect } = Promise.withResolvers<void>();
  worker.once('exit', (code: number | null, signal: string | null) => {
    exit(signal ? `by ${signal}` : `with code ${code}`);
    // If a connection was on its way to the worker when it died, Node emits no disconnect by itself.
    const looking = setInterval(() => {
      if (!worker.isConnected()) handBack();
    }, lookEveryMs);
    void heard.then(() => clearInterval(looking));
  });
  worker.once('disconnect', () => disconnect());
  worker.on('error', (error: Error) => {
    // Sending to a process that has just died emits an error, too.
    if (worker.process.pid !== undefined) return;
    // The system had no process for it: no exit follows.
    exit(`before it began: ${error.message}`);
    disconnect();
  });
  return Promise.all([exited, heard]).then(([how]) => how);
}
