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
  /** Told once for each worker that ended by itself. */
  readonly onDeath: (error: EmbeddedDatabaseError) => void;
}

/** How long a worker may take to write its last checkpoint before it is ended by force, in milliseconds. */
const CLOSE_DEADLINE_MS = 10_000;

/**
 * Holds the worker: starts it at the first use and again after it died, lets one session at a time talk to it, and
 * tells that session when it is gone.
 */
export class WorkerLink {
  readonly #options: WorkerLinkOptions;
  #worker: Promise<WorkerThread> | null = null;
  #current: { readonly number: number; readonly session: Session } | null = null;
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
    if (this.#current !== null) {
      throw new EmbeddedDatabaseError(
        'EMBEDDED_DATABASE_BUSY',
        'the one connection of the embedded database is in use',
      );
    }
    this.#sessions += 1;
    const opened = { number: this.#sessions, session };
    this.#current = opened;
    let worker: WorkerThread | null = null;
    return {
      ready: this.#runningWorker().then((running) => {
        worker = running;
      }),
      send: (bytes) => {
        if (this.#current === opened) worker?.post({ kind: 'batch', session: opened.number, bytes });
      },
      hangUp: () => {
        if (this.#current !== opened) return;
        this.#current = null;
        worker?.post({ kind: 'hangup' });
      },
    };
  }

  /** Ends the worker after what it is doing, with a checkpoint. Sessions that are opened later are refused. */
  async close(): Promise<void> {
    this.#over ??= new EmbeddedDatabaseError('EMBEDDED_DATABASE_CLOSED', 'the embedded database is closed');
    const worker = await this.#worker?.catch(() => null);
    if (!worker) return;
    worker.post({ kind: 'close' });
    const deadline = setTimeout(() => worker.terminate(), CLOSE_DEADLINE_MS);
    await worker.exited;
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
    await worker?.terminate();
    await worker?.exited;
  }

  #runningWorker(): Promise<WorkerThread> {
    if (this.#over !== null) return Promise.reject(this.#over);
    this.#worker ??= this.#startWorker().catch((error: unknown) => {
      this.#worker = null;
      throw error;
    });
    return this.#worker;
  }

  async #startWorker(): Promise<WorkerThread> {
    const { postgresDir } = this.#options;
    const template = (await this.#options.template?.()) ?? null;
    return await startWorkerThread(
      { postgresDir, template },
      {
        onAnswer: (session, bytes, consumed) => {
          if (this.#current?.number === session) this.#current.session.receive(bytes, consumed);
        },
        onExit: (error) => this.#onExit(error),
      },
    );
  }

  #onExit(error: EmbeddedDatabaseError): void {
    const current = this.#current;
    this.#current = null;
    this.#worker = null;
    const closed = this.#over !== null;
    if (!closed && this.#options.postgresDir === null) {
      this.#over = new EmbeddedDatabaseError(
        'EMBEDDED_DATABASE_LOST',
        'the database in memory died, and its data with it',
      );
    }
    current?.session.fail(error);
    if (!closed) this.#options.onDeath(error);
  }
}
