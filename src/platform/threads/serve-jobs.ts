import { type MessagePort, parentPort } from 'node:worker_threads';
import type { FromThread, ToThread } from './job-messages.ts';

/** What a thread does with jobs. */
export interface JobRunner<Job, Part> {
  /** How many parts a job has; omitted: one. */
  count?(job: Job): number;
  /** Somebody waits for it: it comes before those that may take seconds. Omitted: all come in their order. */
  isUrgent?(job: Job): boolean;
  run(job: Job, part: number): Part | Promise<Part>;
  /** Lets go what it holds; omitted: nothing that has to be. */
  close?(): Promise<void>;
}

interface Call<Job, Part> {
  readonly number: number;
  readonly job: Job;
  readonly parts: Part[];
}

/** Works calls off part by part, the urgent ones first, and those in their order. */
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
      // Messages are taken between two parts: an urgent call then, or that nobody waits any more.
      await new Promise(setImmediate);
    }
    this.#running = false;
    if (!this.#closing) return;
    await this.#runner.close?.();
    // Nothing is left then that the thread would live for.
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

/** Has the thread that runs this take jobs, once what runs them is ready. */
export async function serveJobs<Job, Part>(opening: Promise<JobRunner<Job, Part>>): Promise<void> {
  if (!parentPort) throw new Error('This file runs as a worker thread');
  const worker = new JobWorker(parentPort, await opening);
  parentPort.on('message', (message: ToThread<Job>) => worker.take(message));
  parentPort.postMessage({ kind: 'ready' } satisfies FromThread<Part>);
}
