import { EmbeddedDatabaseError } from './embedded-database.errors.ts';
import { startWorkerThread, type WorkerThread } from './worker-thread.ts';

/** The client's end of a session. */
export interface Session {
  receive(bytes: Uint8Array<ArrayBuffer>, consumed: number): void;
  /** The database is gone, and with it the answers that are still due. */
  fail(error: EmbeddedDatabaseError): void;
}

/** The way from a session to the worker. After `hangUp`, and after the session failed, it leads nowhere. */
export interface SessionLine {
  /** Resolves when the worker is up; nothing is sent before. */
  readonly ready: Promise<void>;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  hangUp(): void;
}

export interface WorkerLinkOptions {
  readonly postgresDir: string | null;
  /** What a database in memory begins with. Without one Postgres makes a new one, which takes seconds. */
  readonly template: (() => Promise<Uint8Array<ArrayBuffer>>) | null;
  /** How often the worker looks whether a checkpoint or a vacuum is due, in milliseconds. Default: 10,000. */
  readonly choreIntervalMs?: number;
  /** Told once for each worker that ended by itself. */
  readonly onDeath: (error: EmbeddedDatabaseError) => void;
}

/** How long a worker may take to write its last checkpoint before it is ended by force, in milliseconds. */
const CLOSE_DEADLINE_MS = 10_000;

const CHORE_INTERVAL_MS = 10_000;

interface OpenSession {
  readonly number: number;
  readonly session: Session;
  /** Set when the worker is up. */
  worker: WorkerThread | null;
}

/**
 * Holds the worker: starts it at the first use and again after it died, lets one session at a time talk to it, and
 * tells that session when it is gone.
 */
export class WorkerLink {
  readonly #options: WorkerLinkOptions;
  #worker: Promise<WorkerThread> | null = null;
  /** Two workers at once would ruin the files: the next one waits until this is over. */
  #previousGone: Promise<void> = Promise.resolve();
  #current: OpenSession | null = null;
  #sessions = 0;
  /** Why no worker will be started any more. */
  #over: EmbeddedDatabaseError | null = null;

  constructor(options: WorkerLinkOptions) {
    this.#options = options;
  }

  /** Starts the worker where none is up, so that the first query does not wait for it. */
  async start(): Promise<void> {
    await this.#runningWorker();
  }

  /** Opens a session. Throws where another is open. */
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

  /** Ends the worker after what it is doing, with a checkpoint. Sessions that are opened later are refused. */
  async close(): Promise<void> {
    this.#over ??= closed();
    const worker = await this.#worker?.catch(() => null);
    worker?.post({ kind: 'close' });
    const deadline = setTimeout(() => worker?.terminate(), CLOSE_DEADLINE_MS);
    await worker?.exited;
    await this.#previousGone;
    clearTimeout(deadline);
  }

  /** Ends the worker at once and starts no other: the folder is no longer ours. */
  async abandon(reason: EmbeddedDatabaseError): Promise<void> {
    this.#over = reason;
    await this.kill();
  }

  /** Ends the worker at once, as a crash would: what waits is rejected, the next use starts another. */
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
    // Where it does not start, the next use tries again; whoever waits for this start is told.
    starting.catch(() => {
      if (this.#worker === starting) this.#worker = null;
    });
    return starting;
  }

  async #startWorker(): Promise<WorkerThread> {
    await this.#previousGone;
    // One of its own to each who asks: pg-boss writes into the message of what it catches, each time that it asks again.
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

  /** From now on sessions are opened on another worker, which starts when this one is gone. */
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
