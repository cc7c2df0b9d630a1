import type { Logger } from 'pino';
import type { CollectionKey } from '../collection/collection.ts';
import type { Database } from '../platform/db/database.ts';
import { ProcessLease } from '../platform/db/process-lease.ts';
import { EmbedderUnavailableError } from '../platform/embedding/embedder.errors.ts';
import type { Embedder } from '../platform/embedding/embedder.ts';
import { onCommit, type StreamRef } from '../platform/events/commits.ts';
import { embeddedAtOnce, embedMemories } from './embed-memories.ts';
import { storedDimensions } from './model-move.store.ts';
import { ModelMove } from './model-move.ts';
import { pendingMemories, waitingCollections } from './unembedded.store.ts';

export interface EmbeddingWorkerOptions {
  /** Database whose commits may leave memories to embed; null: none, since the embedder runs within the write itself. */
  readonly writes: Database | null;
  /** Database that it works on: for the embedded database, the lane that yields to requests. */
  readonly background: Database;
  readonly embedder: Embedder;
  /** Runs after each batch. */
  readonly onBatch: () => void;
  readonly log: Logger;
  /** Delay after which it checks once more for vectors of another model; default: ten minutes after the start. */
  readonly lookAgainMs?: number;
}

/** During a rolling deployment, processes with the former settings write vectors of their model until they end. */
const usualLookAgainMs = 10 * 60_000;
/** Interval of the sweep, which finds what a process wrote but did not live to embed. */
const sweepMs = 60_000;
/** Time after which another process takes over the collection of a process that was killed. */
const leaseSeconds = 30;
/** Delay before a collection that another process is embedding is checked again: that process may have missed the latest writes. */
const elsewhereMs = 500;
/** Maximum number of waiting collections that one sweep looks up. */
const sweepSize = 1_000;
/** Delay before the first retry. It doubles with each further failure, or is what the embedder asks for, up to `longestRetryMs`. */
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

/**
 * Embeds what was written without a vector, batch by batch, taking turns between collections, and moves memories that have
 * vectors of another model to the embedder's. The remaining work is kept in the database, so it may stop at any time.
 */
export class EmbeddingWorker implements AsyncDisposable {
  readonly #options: EmbeddingWorkerOptions;
  readonly #waiting = new Map<string, CollectionKey>();
  readonly #move: ModelMove;
  readonly #cleanUp = new DisposableStack();
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;
  #retry: NodeJS.Timeout | null = null;
  #failures = 0;
  /** Another process is moving memories to the new model; the next sweep checks again. */
  #movedElsewhere = false;

  constructor(options: EmbeddingWorkerOptions) {
    this.#options = options;
    this.#move = new ModelMove({ ...options, db: options.background });
  }

  /** Checks what there is to do, and begins. If the database is unavailable, it retries later. */
  async start(): Promise<void> {
    const { writes, lookAgainMs = usualLookAgainMs } = this.#options;
    if (writes) this.#cleanUp.use(onCommit([writes], (touched) => this.#wake(touched)));
    const timer = setInterval(() => void this.#attempt(() => this.#lookAround()), sweepMs).unref();
    this.#cleanUp.defer(() => clearInterval(timer));
    const again = setTimeout(() => {
      this.#move.findMore();
      void this.#attempt(() => this.#begin());
    }, lookAgainMs).unref();
    this.#cleanUp.defer(() => clearTimeout(again));
    await this.#attempt(() => this.#begin());
  }

  /** Works until nothing is left or the embedder fails; for tests and commands. */
  async processAll(): Promise<void> {
    this.#endWaiting();
    await this.#attempt(() => this.#begin());
    while (this.#running) await this.#running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#cleanUp.dispose();
    this.#endWaiting();
    await this.#running;
    await this.#move.stop().catch((error: unknown) => {
      this.#options.log.warn(
        { err: error },
        'another process goes on with the move to the new model in some minutes only',
      );
    });
  }

  async #begin(): Promise<void> {
    await this.#expectDimensions();
    await this.#move.find();
    await this.#sweep(0);
  }

  async #lookAround(): Promise<void> {
    await this.#expectDimensions();
    await this.#sweep(sweepMs / 1000);
  }

  /** Makes the embedder refuse vectors of other dimensions than the stored ones, which another process may have written meanwhile. */
  async #expectDimensions(): Promise<void> {
    const { background: db, embedder } = this.#options;
    embedder.expectDimensions(await storedDimensions(db, embedder.model));
  }

  async #sweep(olderThanSeconds: number): Promise<void> {
    this.#movedElsewhere = false;
    for (const one of await waitingCollections(this.#options.background, olderThanSeconds, sweepSize)) this.#add(one);
    this.#run();
  }

  #wake(touched: readonly StreamRef[]): void {
    for (const { kind, accountId, streamId } of touched) {
      if (kind === 'collection') this.#add({ accountId, collectionId: streamId });
    }
    this.#run();
  }

  #add(collection: CollectionKey): void {
    this.#waiting.set(`${collection.collectionId} ${collection.accountId}`, collection);
  }

  #again(collection: CollectionKey): void {
    this.#add(collection);
    this.#run();
  }

  #run(): void {
    if (this.#stop.signal.aborted || this.#running || this.#retry) return;
    if (this.#waiting.size === 0 && !this.#canMove) return;
    this.#running = this.#attempt(() => this.#drain()).finally(() => {
      this.#running = null;
      this.#run();
    });
  }

  get #canMove(): boolean {
    return !this.#move.isDone && !this.#movedElsewhere;
  }

  /** New memories take precedence over the move to another model. */
  async #drain(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const [next] = this.#waiting;
      if (next) {
        const [key, collection] = next;
        this.#waiting.delete(key);
        await this.#embedNext(collection);
      } else if (!this.#canMove) break;
      else {
        this.#movedElsewhere = (await this.#move.next(signal)) === 'elsewhere';
        if (!this.#movedElsewhere) this.#succeed();
      }
    }
  }

  /** A lease lets one process at a time embed a collection's memories: otherwise each would pay for embedding the same texts. */
  async #embedNext(collection: CollectionKey): Promise<void> {
    const { background: db } = this.#options;
    if ((await pendingMemories(db, collection, 1)).length === 0) return;
    const lease = new ProcessLease(db, `embed ${collection.collectionId}`, leaseSeconds);
    try {
      const left = await lease.during(() => this.#embedBatch(collection));
      if (left === 'more') this.#add(collection);
      if (left === null) setTimeout(() => this.#again(collection), elsewhereMs).unref();
    } finally {
      await lease.release();
    }
  }

  async #embedBatch(collection: CollectionKey): Promise<'more' | 'none'> {
    const { background: db, embedder } = this.#options;
    const memories = await pendingMemories(db, collection, embeddedAtOnce);
    if (memories.length === 0) return 'none';
    await embedMemories({ db, embedder }, collection.accountId, memories, this.#stop.signal);
    this.#succeed();
    return memories.length === embeddedAtOnce ? 'more' : 'none';
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      const asked = error instanceof EmbedderUnavailableError ? (error.waitMs ?? 0) : 0;
      const waitMs = Math.min(longestRetryMs, Math.max(asked, firstRetryMs * 2 ** this.#failures));
      this.#failures += 1;
      this.#options.log.warn({ err: error, waitMs }, 'memories wait for their vectors; tried again later');
      this.#tryLater(waitMs);
    }
  }

  #tryLater(waitMs: number): void {
    this.#endWaiting();
    this.#retry = setTimeout(() => {
      this.#retry = null;
      void this.#attempt(() => this.#begin());
    }, waitMs).unref();
  }

  #endWaiting(): void {
    if (this.#retry) clearTimeout(this.#retry);
    this.#retry = null;
  }

  #succeed(): void {
    this.#options.onBatch();
    if (this.#failures > 0) this.#options.log.info('memories are embedded again');
    this.#failures = 0;
  }
}
