import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { threadCode } from '../compile-cache.ts';

interface Waiting<Part> {
  readonly resolve: (parts: Part[]) => void;
  readonly reject: (error: unknown) => void;
}

interface JobThreadOptions {
  /** Script of the thread, which calls `serveJobs`. */
  readonly script: URL;
  /** Its `workerData`. */
  readonly data: unknown;
  /** Creates the error for callers whose job failed, or whose thread ended or could not be started. */
  readonly failure: (message: string, options?: ErrorOptions) => Error;
}

/** A worker thread that takes jobs off the event loop. A job consists of parts, each of which has a result. */
export class JobThread<Job, Part> implements AsyncDisposable {
  readonly #options: JobThreadOptions;
  readonly #waiting = new Map<number, Waiting<Part>>();
  #worker: Promise<Worker> | null = null;
  /** The same worker once it is ready: jobs are then posted synchronously, however busy the current turn of the event loop is. */
  #ready: Worker | null = null;
  /** The thread started last. One that died with an error exits only later, when the next may already be running. */
  #last: Worker | null = null;
  #calls = 0;

  constructor(options: JobThreadOptions) {
    this.#options = options;
  }

  /** Number of unanswered jobs that the thread has: 0 before it has started. */
  get jobs(): number {
    return this.#waiting.size;
  }

  /** Whether the thread runs and takes jobs at once. */
  get isReady(): boolean {
    return this.#ready !== null;
  }

  /** Starts the thread if none runs. Rejects if it fails to start. */
  async start(): Promise<void> {
    await this.#running();
  }

  /** Returns the results of a job's parts, in order; rejects with the signal's reason if that is aborted. */
  async run(job: Job, signal?: AbortSignal): Promise<Part[]> {
    const worker = this.#ready ?? (await this.#running().catch(this.#refuse));
    signal?.throwIfAborted();
    const send = (message: ToThread<Job>) => worker.postMessage(message);
    this.#calls += 1;
    const call = this.#calls;
    const forget = () => {
      send({ kind: 'forget', call });
      this.#settle(call)?.reject(signal?.reason);
    };
    signal?.addEventListener('abort', forget, { once: true });
    const answer = new Promise<Part[]>((resolve, reject) => this.#waiting.set(call, { resolve, reject }));
    // The thread keeps the process alive only while somebody waits for it.
    worker.ref();
    send({ kind: 'run', call, job });
    return await answer.finally(() => {
      signal?.removeEventListener('abort', forget);
      if (this.#worker && this.#waiting.size === 0) worker.unref();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const worker = await this.#worker?.catch(() => null);
    if (!worker) return;
    const ended = once(worker, 'exit');
    worker.ref();
    worker.postMessage({ kind: 'close' } satisfies ToThread<Job>);
    this.#lose(null);
    await ended;
  }

  readonly #refuse = (cause: unknown): never => {
    throw this.#options.failure('The thread could not be started', { cause });
  };

  /** Returns the running thread; starts another one if it has ended by itself. */
  #running(): Promise<Worker> {
    this.#worker ??= this.#start().catch((error: unknown) => {
      this.#worker = null;
      throw error;
    });
    return this.#worker;
  }

  #start(): Promise<Worker> {
    const { script, data } = this.#options;
    return new Promise((resolve, reject) => {
      const worker = new Worker(threadCode(script), { eval: true, workerData: data });
      this.#last = worker;
      const lose = (cause: unknown) => {
        if (this.#last === worker) this.#lose(cause);
      };
      worker.on('message', (message: FromThread<Part>) => {
        if (message.kind === 'ready') {
          worker.unref();
          this.#ready = worker;
          resolve(worker);
        } else this.#answer(message);
      });
      worker.once('error', (error) => {
        reject(error);
        lose(error);
      });
      worker.once('exit', (code) => {
        reject(new Error(`The thread ended at its start, by code ${code}`));
        lose(code);
      });
    });
  }

  #answer(message: Exclude<FromThread<Part>, { kind: 'ready' }>): void {
    const waiting = this.#settle(message.call);
    if (message.kind === 'parts') waiting?.resolve([...message.parts]);
    else waiting?.reject(this.#options.failure(`The thread failed: ${message.reason}`));
  }

  #settle(call: number): Waiting<Part> | undefined {
    const waiting = this.#waiting.get(call);
    this.#waiting.delete(call);
    return waiting;
  }

  #lose(cause: unknown): void {
    this.#worker = null;
    this.#ready = null;
    const error = this.#options.failure('The thread ended', { cause });
    for (const call of [...this.#waiting.keys()]) this.#settle(call)?.reject(error);
  }
}

/** Messages to a thread. */
export type ToThread<Job> =
  | { readonly kind: 'run'; readonly call: number; readonly job: Job }
  /** Nobody waits for the result any more. */
  | { readonly kind: 'forget'; readonly call: number }
  /** End after the current part: terminating a thread while the runtime works would end the whole process. */
  | { readonly kind: 'close' };

/** Messages from a thread. */
export type FromThread<Part> =
  | { readonly kind: 'ready' }
  | { readonly kind: 'parts'; readonly call: number; readonly parts: readonly Part[] }
  | { readonly kind: 'failed'; readonly call: number; readonly reason: string };
