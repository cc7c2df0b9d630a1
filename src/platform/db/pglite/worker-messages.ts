/** What the worker is started with. */
export interface WorkerStart {
  /** The Postgres data folder; null keeps everything in memory. */
  readonly postgresDir: string | null;
  /** A tar archive of a data folder, to begin with in memory. */
  readonly template: Uint8Array<ArrayBuffer> | null;
  /** How often the worker looks whether a chore is due, in milliseconds. */
  readonly choreIntervalMs: number;
  /** Grows with every message to the worker, so that it can sleep on it while a COPY waits for rows. */
  readonly mail: SharedArrayBuffer;
}

/** A session is one connection of a client. The worker has one at a time: a hangup comes before the next one's batches. */
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
      /** How many bytes of the client were worked off. */
      readonly consumed: number;
    }
  /** What Postgres last wrote to its log, told before the worker ends by an error. */
  | { readonly kind: 'lastWords'; readonly lines: readonly string[] };
