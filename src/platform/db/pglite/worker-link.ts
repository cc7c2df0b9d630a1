import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { threadCode } from '../../compile-cache.ts';
import { EmbeddedDatabaseError } from './embedded-database.errors.ts';
import type { FromWorker, ToWorker, WorkerStart } from './worker-messages.ts';

/** The client's end of a session. */
export interface Session {
  receive(bytes: Uint8Array<ArrayBuffer>, consumed: number): void;
  /** Called when the database is gone, and with it any pending responses. */
  fail(error: EmbeddedDatabaseError): void;
}

/** A session's connection to the worker. Does nothing after `hangUp`, or after the session failed. */
export interface SessionLine {
  /** Resolves when the worker is up; send nothing before. */
  readonly ready: Promise<void>;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  hangUp(): void;
}

interface WorkerLinkOptions {
  readonly postgresDir: string | null;
  /** Initial content of a database in memory. Without one, Postgres runs `initdb`, which takes seconds. */
  readonly template: (() => Promise<Uint8Array<ArrayBuffer>>) | null;
  /** How often the worker checks whether a checkpoint or a vacuum is due, in milliseconds. Default: 10,000. */
  readonly choreIntervalMs?: number;
  /** Called once for each worker that died. */
  readonly onDeath: (error: EmbeddedDatabaseError) => void;
}

/** How long a worker may take for its last checkpoint before it is terminated, in milliseconds. */
const CLOSE_DEADLINE_MS = 10_000;

const CHORE_INTERVAL_MS = 10_000;

interface OpenSession {
  readonly number: number;
  readonly session: Session;
  /** Set when the worker is up. */
  worker: WorkerThread | null;
}

/**
 * Owns the worker: starts it at the first use and again after it died, lets one session at a time talk to it, and
 * notifies that session when the worker is gone.
 */
export class WorkerLink {
  readonly #options: WorkerLinkOptions;
  #worker: Promise<WorkerThread> | null = null;
  /** Two concurrent workers would ruin the files: the next one waits for this. */
  #previousGone: Promise<void> = Promise.resolve();
  #current: OpenSession | null = null;
  #sessions = 0;
  /** The reason why no more workers are started. */
  #over: EmbeddedDatabaseError | null = null;

  constructor(options: WorkerLinkOptions) {
    this.#options = options;
  }

  /** Starts the worker if none is up, so that the first query does not wait for it. */
  async start(): Promise<void> {
    await this.#runningWorker();
  }

  /** Opens a session. Throws if another one is open. */
  open(session: Session): SessionLine {
    if (this.#current !== null) throw busy();
    this.#sessions += 1;
    const opened: OpenSession = { number: this.#sessions, session, worker: null };
    this.#current = opened;
    return {
      ready: this.#runningWorker().then((worker) => {
        opened.worker = worker;
      }),
      send: (bytes) => {
        if (this.#current === opened) opened.worker?.post({ kind: 'batch', session: opened.number, bytes });
      },
      hangUp: () => {
        if (this.#current !== opened) return;
        this.#current = null;
        opened.worker?.post({ kind: 'hangup' });
      },
    };
  }

  /** Stops the worker after its current work, with a checkpoint. Later sessions are refused. */
  async close(): Promise<void> {
    this.#over ??= closed();
    const worker = await this.#worker?.catch(() => null);
    worker?.post({ kind: 'close' });
    const deadline = setTimeout(() => worker?.terminate(), CLOSE_DEADLINE_MS);
    await worker?.exited;
    await this.#previousGone;
    clearTimeout(deadline);
  }

  /** Terminates the worker and starts no other: the folder is no longer ours. */
  async abandon(reason: EmbeddedDatabaseError): Promise<void> {
    this.#over = reason;
    await this.kill();
  }

  /** Terminates the worker, like a crash: pending calls are rejected, the next use starts another. */
  async kill(): Promise<void> {
    const worker = await this.#worker?.catch(() => null);
    if (!worker) return;
    this.#retire(worker);
    await worker.terminate();
    await worker.exited;
  }

  #runningWorker(): Promise<WorkerThread> {
    if (this.#worker !== null) return this.#worker;
    const starting = this.#startWorker();
    this.#worker = starting;
    // If it does not start, callers that wait for this start are rejected, and the next use tries again.
    starting.catch(() => {
      if (this.#worker === starting) this.#worker = null;
    });
    return starting;
  }

  async #startWorker(): Promise<WorkerThread> {
    await this.#previousGone;
    // A new error for each caller: pg-boss modifies the message of an error that it catches, at each retry.
    if (this.#over !== null) throw new EmbeddedDatabaseError(this.#over.code, this.#over.message);
    const { postgresDir, template, choreIntervalMs = CHORE_INTERVAL_MS } = this.#options;
    const worker = await startWorkerThread(
      { postgresDir, template: (await template?.()) ?? null, choreIntervalMs },
      {
        onAnswer: (session, bytes, consumed) => {
          if (this.#current?.number === session) this.#current.session.receive(bytes, consumed);
        },
        onDying: () => this.#retire(worker),
        onExit: (error) => this.#onExit(worker, error),
      },
    );
    return worker;
  }

  /** Later sessions get another worker, which starts when this one is gone. */
  #retire(worker: WorkerThread): void {
    this.#previousGone = worker.exited;
    this.#worker = null;
  }

  #onExit(worker: WorkerThread, error: EmbeddedDatabaseError): void {
    if (this.#previousGone !== worker.exited) this.#retire(worker);
    const expected = this.#over !== null;
    if (!expected && this.#options.postgresDir === null) this.#over = lost();
    const current = this.#current;
    if (current?.worker === worker) {
      this.#current = null;
      current.session.fail(error);
    }
    if (!expected) this.#options.onDeath(error);
  }
}

const busy = (): EmbeddedDatabaseError =>
  new EmbeddedDatabaseError('EMBEDDED_DATABASE_BUSY', 'the one connection of the embedded database is in use');

const closed = (): EmbeddedDatabaseError =>
  new EmbeddedDatabaseError('EMBEDDED_DATABASE_CLOSED', 'the embedded database is closed');

const lost = (): EmbeddedDatabaseError =>
  new EmbeddedDatabaseError('EMBEDDED_DATABASE_LOST', 'the database in memory died, and its data with it');

/** A worker in which Postgres is running. */
type WorkerThread = Awaited<ReturnType<typeof startWorkerThread>>;

interface WorkerEvents {
  onAnswer(session: number, bytes: Uint8Array<ArrayBuffer>, consumed: number): void;
  /** The worker was up and is about to die. It accepts nothing more. */
  onDying(): void;
  /** The worker was up and has ended. */
  onExit(error: EmbeddedDatabaseError): void;
}

const YOUNG_GENERATION_MB = 4;

/** Resolves when Postgres accepts queries. If it does not start, rejects with its last log lines. */
async function startWorkerThread(start: Omit<WorkerStart, 'mail'>, events: WorkerEvents) {
  const mail = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const workerData: WorkerStart = { ...start, mail: mail.buffer };
  // Each thread that compiles WebAssembly keeps tens of megabytes, and one is as fast.
  setFlagsFromString('--wasm-num-compilation-tasks=1');
  const thread = new Worker(threadCode(new URL('./pglite.worker.ts', import.meta.url)), {
    eval: true,
    workerData,
    // Long-lived data is outside of the worker's JavaScript heap.
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const { promise: exited, resolve: exit } = Promise.withResolvers<void>();
  thread.once('exit', () => exit());
  await readiness(thread, events);
  return {
    /** Resolves when the thread has ended, for whatever reason. */
    exited,
    terminate: async (): Promise<void> => void (await thread.terminate()),
    post: (message: ToWorker): void => {
      thread.postMessage(message, message.kind === 'batch' ? [message.bytes.buffer] : []);
      Atomics.add(mail, 0, 1);
      Atomics.notify(mail, 0);
    },
  };
}

function readiness(thread: Worker, events: WorkerEvents): Promise<void> {
  let ready = false;
  let lastWords: readonly string[] = [];
  let fault: unknown;
  return new Promise((resolve, reject) => {
    thread.on('message', (message: FromWorker) => {
      if (message.kind === 'answer') events.onAnswer(message.session, message.bytes, message.consumed);
      else if (message.kind === 'lastWords') {
        lastWords = message.lines;
        if (ready) events.onDying();
      } else {
        ready = true;
        resolve();
      }
    });
    thread.on('error', (error) => {
      fault = error;
    });
    thread.once('exit', (code) => {
      const said = [`its worker ended with code ${code}`, ...lastWords].join('; ');
      if (ready) events.onExit(died(said, fault));
      else reject(startFailed(said, fault));
    });
  });
}

const died = (said: string, fault: unknown): EmbeddedDatabaseError =>
  new EmbeddedDatabaseError(
    'EMBEDDED_DATABASE_DIED',
    `the embedded database died (${said}); what it had not acknowledged may not be committed`,
    fault,
  );

const startFailed = (said: string, fault: unknown): EmbeddedDatabaseError =>
  new EmbeddedDatabaseError('EMBEDDED_DATABASE_START_FAILED', `the embedded database did not start (${said})`, fault);
