import { setFlagsFromString } from 'node:v8';
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { vector } from '@electric-sql/pglite-pgvector';
import { Backend } from './backend.ts';
import { StatementError } from './backend-messages.ts';
import { DiskGuard } from './disk-guard.ts';
import { copyFailMessage } from './frontend-messages.ts';
import { doChores } from './housekeeping.ts';
import { postgresStartParams } from './postgres-settings.ts';
import { SyncedFiles } from './synced-files.ts';
import type { FromWorker, ToWorker, WorkerStart } from './worker-messages.ts';

const KEPT_LOG_LINES = 20;

/** Commits of about this period may be lost in a power cut. */
const SYNC_LOG_EACH_MS = 1_000;

/** Chores wait until there has been no request for this long, */
const QUIET_MS = 200;
/** but at most this long. */
const CHORES_OVERDUE_MS = 60_000;

/** Plays the server process: serves one session at a time, and processes its messages in order. */
class DatabaseWorker {
  readonly #port: MessagePort;
  readonly #mail: Int32Array;
  readonly #database: PGlite;
  readonly #backend: Backend;
  readonly #log: readonly string[];
  /** Null: in memory. */
  readonly #disk: DiskGuard | null;
  /** Whether anything ran since the session was last reset. */
  #used = false;
  #hungUp = false;
  #closing = false;
  #lastMessage = 0;
  #lastChores = performance.now();

  constructor(port: MessagePort, start: WorkerStart, database: PGlite, log: readonly string[]) {
    this.#port = port;
    this.#mail = new Int32Array(start.mail);
    this.#disk = start.postgresDir === null ? null : new DiskGuard(start.postgresDir);
    this.#database = database;
    this.#log = log;
    this.#backend = new Backend(database.Module);
  }

  receive(message: ToWorker): void {
    if (message.kind === 'batch') this.#run(message.session, message.bytes);
    else this.#endOfSession(message);
    this.#lastMessage = performance.now();
    if (this.#hungUp) this.#cleanUp();
    if (this.#closing) void this.#close();
  }

  /** Maintains the database between statements. */
  keepHouse(): void {
    const now = performance.now();
    const quiet = now - this.#lastMessage > QUIET_MS || now - this.#lastChores > CHORES_OVERDUE_MS;
    if (!quiet || !this.#backend.idle || this.#closing) return;
    try {
      // Remaining chores stay overdue: the next call continues with them, quiet or not.
      if (!doChores((sql) => this.#backend.query(sql))) return;
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      process.emitWarning(`chores of the embedded database failed: ${error.message}`);
    }
    this.#lastChores = now;
  }

  #run(session: number, batch: Uint8Array): void {
    this.#used = true;
    let consumed = batch.length;
    const post = (bytes: Uint8Array<ArrayBuffer>, done: number) =>
      this.#post({ kind: 'answer', session, bytes, consumed: done });
    try {
      if (this.#backend.idle) this.#disk?.look((sql) => this.#backend.query(sql));
      const rest = this.#backend.run(batch, {
        answer: (piece) => post(piece, 0),
        more: (answered) => {
          post(answered, consumed);
          const rows = this.#waitForRows();
          consumed = rows.length;
          return rows;
        },
      });
      post(rest, consumed);
    } catch (fault) {
      // Sent before Postgres's own last message: the client may send a new query as soon as it has that.
      this.#post({ kind: 'lastWords', lines: this.#log });
      post(this.#backend.lastWords(), 0);
      throw asError(fault);
    }
  }

  /** During a COPY: returns the client's next messages, or a CopyFail if the client is gone. */
  #waitForRows(): Uint8Array {
    for (;;) {
      const seen = Atomics.load(this.#mail, 0);
      const next: { message: ToWorker } | undefined = receiveMessageOnPort(this.#port);
      if (next === undefined) Atomics.wait(this.#mail, 0, seen);
      else if (next.message.kind === 'batch') return next.message.bytes;
      else {
        this.#endOfSession(next.message);
        return copyFailMessage('the client is gone');
      }
    }
  }

  #endOfSession(message: ToWorker): void {
    this.#hungUp = true;
    if (message.kind === 'close') this.#closing = true;
  }

  #cleanUp(): void {
    if (this.#used) this.#backend.reset();
    this.#disk?.begin();
    this.#used = false;
    this.#hungUp = false;
  }

  async #close(): Promise<void> {
    await this.#database.close();
    this.#port.close();
  }

  #post(message: FromWorker): void {
    this.#port.postMessage(message, message.kind === 'answer' ? [message.bytes.buffer] : []);
  }
}

/**
 * Optimising Postgres's parser, one function of 100 KB, takes V8 600 MB for a second and gains no speed. Functions first called
 * during the start of Postgres, the parser among them, stay unoptimised: meanwhile the filter admits only function number 0.
 */
async function withoutOptimising<T>(start: () => Promise<T>): Promise<T> {
  setFlagsFromString('--wasm-tier-up-filter=0');
  try {
    return await start();
  } finally {
    setFlagsFromString('--wasm-tier-up-filter=-1');
  }
}

async function openDatabase(
  { template }: WorkerStart,
  files: SyncedFiles | null,
  onLog: (line: string) => void,
): Promise<PGlite> {
  return await PGlite.create({
    ...(files === null ? {} : { fs: files }),
    ...(template === null ? {} : { loadDataDir: new Blob([template], { type: 'application/x-tar' }) }),
    extensions: { vector, pg_trgm, btree_gin },
    initDbStartParams: ['--wal-segsize=4'],
    startParams: postgresStartParams(),
    onStderr: (line) => {
      onLog(line);
      return false;
    },
  });
}

async function main(port: MessagePort, start: WorkerStart): Promise<void> {
  const log: string[] = [];
  const onLog = (line: string) => {
    log.push(line);
    if (log.length > KEPT_LOG_LINES) log.shift();
  };
  const files = start.postgresDir === null ? null : new SyncedFiles(start.postgresDir);
  const database = await withoutOptimising(() => openDatabase(start, files, onLog)).catch((fault: unknown) => {
    port.postMessage({ kind: 'lastWords', lines: log } satisfies FromWorker);
    throw asError(fault);
  });

  const worker = new DatabaseWorker(port, start, database, log);
  port.on('message', (message: ToWorker) => worker.receive(message));
  setInterval(() => worker.keepHouse(), start.choreIntervalMs).unref();
  if (files !== null) setInterval(() => files.syncLog(), SYNC_LOG_EACH_MS).unref();
  port.postMessage({ kind: 'ready' } satisfies FromWorker);
}

/** When Postgres exits, PGlite throws an object that is not an Error. */
const asError = (fault: unknown): Error =>
  fault instanceof Error ? fault : new Error('Postgres ended by itself', { cause: fault });

if (parentPort === null) throw new Error('pglite.worker.ts runs as a worker thread only');
await main(parentPort, workerData);
