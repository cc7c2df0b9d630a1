import { type MessagePort, parentPort } from 'node:worker_threads';
import type { FromThread, ToThread } from './job-thread.ts';

/** Runs jobs in a thread. */
export interface JobRunner<Job, Part> {
  /** Number of parts of a job; omitted: one. */
  count?(job: Job): number;
  /** Whether a job takes precedence over those that may take seconds. Omitted: all run in order. */
  isUrgent?(job: Job): boolean;
  run(job: Job, part: number): Part | Promise<Part>;
  /** Releases resources; omitted: there are none. */
  close?(): Promise<void>;
}

interface Call<Job, Part> {
  readonly number: number;
  readonly job: Job;
  readonly parts: Part[];
}

/** Processes calls part by part: urgent ones first, otherwise in order. */
class JobWorker<Job, Part> {
  readonly #port: MessagePort;
  readonly #runner: JobRunner<Job, Part>;
  readonly #calls: Call<Job, Part>[] = [];
  #running = false;
  #closing = false;

  constructor(port: MessagePort, runner: JobRunner<Job, Part>) {
    this.#port = port;
    this.#runner = runner;
  }

  take(message: ToThread<Job>): void {
    if (message.kind === 'run') this.#calls.push({ number: message.call, job: message.job, parts: [] });
    else if (message.kind === 'forget') this.#drop(this.#calls.find(({ number }) => number === message.call));
    else this.#closing = true;
    if (!this.#running) void this.#work();
  }

  async #work(): Promise<void> {
    this.#running = true;
    while (!this.#closing) {
      const call = this.#calls.find(({ job }) => this.#runner.isUrgent?.(job)) ?? this.#calls[0];
      if (!call) break;
      await this.#runNext(call);
      // Messages are received between parts: there may be an urgent call, or one that nobody waits for any more.
      await new Promise(setImmediate);
    }
    this.#running = false;
    if (!this.#closing) return;
    await this.#runner.close?.();
    // Nothing then keeps the thread alive.
    this.#port.close();
  }

  async #runNext(call: Call<Job, Part>): Promise<void> {
    const { number, job, parts } = call;
    const count = this.#runner.count?.(job) ?? 1;
    try {
      if (parts.length < count) parts.push(await this.#runner.run(job, parts.length));
      if (parts.length < count) return;
      this.#tell({ kind: 'parts', call: number, parts });
    } catch (error) {
      this.#tell({ kind: 'failed', call: number, reason: String(error) });
    }
    this.#drop(call);
  }

  #drop(call: Call<Job, Part> | undefined): void {
    const at = call ? this.#calls.indexOf(call) : -1;
    if (at >= 0) this.#calls.splice(at, 1);
  }

  #tell(message: FromThread<Part>): void {
    this.#port.postMessage(message);
  }
}

/** Makes the current thread accept jobs, once their runner is ready. */
export async function serveJobs<Job, Part>(opening: Promise<JobRunner<Job, Part>>): Promise<void> {
  if (!parentPort) throw new Error('This file runs as a worker thread');
  const worker = new JobWorker(parentPort, await opening);
  parentPort.on('message', (message: ToThread<Job>) => worker.take(message));
  parentPort.postMessage({ kind: 'ready' } satisfies FromThread<Part>);
}
