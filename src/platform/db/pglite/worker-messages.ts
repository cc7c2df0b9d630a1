/** Start parameters of the worker. */
export interface WorkerStart {
  /** The Postgres data folder; null keeps everything in memory. */
  readonly postgresDir: string | null;
  /** A tar archive of a data folder, the initial content of a database in memory. */
  readonly template: Uint8Array<ArrayBuffer> | null;
  /** How often the worker checks whether a chore is due, in milliseconds. */
  readonly choreIntervalMs: number;
  /** Incremented with every message to the worker, so that it can sleep on it while a COPY waits for rows. */
  readonly mail: SharedArrayBuffer;
}

/** A session is one client connection. The worker has one at a time: a hangup precedes the next one's batches. */
export type ToWorker =
  | { readonly kind: 'batch'; readonly session: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'hangup' }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'answer';
      readonly session: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
      /** Number of the client's bytes that were processed. */
      readonly consumed: number;
    }
  /** The last lines of Postgres's log, sent before the worker ends with an error. */
  | { readonly kind: 'lastWords'; readonly lines: readonly string[] };
