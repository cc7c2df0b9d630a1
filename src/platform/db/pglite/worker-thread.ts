import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { threadCode } from '../../compile-cache.ts';
import { EmbeddedDatabaseError } from './embedded-database.errors.ts';
import type { FromWorker, ToWorker, WorkerStart } from './worker-messages.ts';

/** A worker in which Postgres is running. */
export interface WorkerThread {
  post(message: ToWorker): void;
  terminate(): Promise<void>;
  /** Resolves when the thread has ended, for whatever reason. */
  readonly exited: Promise<void>;
}

export interface WorkerEvents {
  onAnswer(session: number, bytes: Uint8Array<ArrayBuffer>, consumed: number): void;
  /** The worker was up and is about to die. It accepts nothing more. */
  onDying(): void;
  /** The worker was up and has ended. */
  onExit(error: EmbeddedDatabaseError): void;
}

const YOUNG_GENERATION_MB = 4;

/** Resolves when Postgres accepts queries. If it does not start, rejects with its last log lines. */
export async function startWorkerThread(start: Omit<WorkerStart, 'mail'>, events: WorkerEvents): Promise<WorkerThread> {
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
  const exited = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  await readiness(thread, events);
  return {
    exited,
    terminate: async () => {
      await thread.terminate();
    },
    post: (message) => {
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
