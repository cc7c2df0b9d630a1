import type { Logger } from 'pino';
import type { CollectionKey } from '../collection/collection.ts';
import type { Database } from '../platform/db/database.ts';
import { ProcessLease } from '../platform/db/process-lease.ts';
import { EmbedderUnavailableError } from '../platform/embedding/embedder.errors.ts';
import type { Embedder } from '../platform/embedding/embedder.ts';
import { onCommit, type StreamRef } from '../platform/events/commits.ts';
import { embedMemories } from './embed-memories.ts';
import { ModelMove } from './model-move.ts';
import { pendingMemories, waitingCollections } from './unembedded.store.ts';

export interface EmbeddingWorkerOptions {
  /** Whose commits leave memories to embed; null: none does, since the embedder works in the write itself. */
  readonly writes: Database | null;
  /** What it works on: on the embedded database, the lane that gives way to requests. */
  readonly background: Database;
  readonly embedder: Embedder;
  /** Memories of one call and one transaction. */
  readonly batch: number;
  /** Runs at the start, before it goes on after a failure, and with each sweep. */
  readonly prepare: () => Promise<void>;
  /** Runs after each batch. */
  readonly onBatch: () => void;
  readonly log: Logger;
  /** When it looks once more for vectors of another model; omitted: ten minutes after its start. */
  readonly lookAgainMs?: number;
}

/** Where processes are replaced one by one, those with former settings write vectors of their model to their end. */
const usualLookAgainMs = 10 * 60_000;
/** What another process wrote and did not live to embed is found within this time. */
const sweepMs = 60_000;
/** So long after a process was killed another embeds what waits in its collection. */
const leaseSeconds = 30;
/** What another process is at is looked at again so soon: it may have missed what came last. */
const elsewhereMs = 500;
/** How many collections that nobody has woken are looked for at once. */
const sweepSize = 1_000;
/** After a failure it waits so long, twice as long after each further one, or as long as the embedder asks for, up to the longest. */
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

/**
 * Embeds what was written without a vector, batch by batch and collection by collection in turn, and moves memories to
 * the embedder's model where they have vectors of another. What is left to do stands in the database: it may stop anywhere.
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
  /** Another process moves memories to the new model: looked at again by the next sweep. */
  #movedElsewhere = false;

  constructor(options: EmbeddingWorkerOptions) {
    this.#options = options;
    this.#move = new ModelMove({ ...options, db: options.background });
  }

  /** Looks what there is to do, and begins. Where the database cannot be reached, it tries again later. */
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

  /** Does what there is to do, until there is nothing or the embedder fails: for tests and commands. */
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
    await this.#options.prepare();
    await this.#move.find();
    await this.#sweep(0);
  }

  async #lookAround(): Promise<void> {
    await this.#options.prepare();
    await this.#sweep(sweepMs / 1000);
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

  /** What was written comes before what moves. */
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

  /** One process at a time embeds what waits in a collection: else each would have the same texts embedded, and they cost something. */
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
    const { background: db, embedder, batch } = this.#options;
    const memories = await pendingMemories(db, collection, batch);
    if (memories.length === 0) return 'none';
    await embedMemories({ db, embedder }, collection.accountId, memories, this.#stop.signal);
    this.#succeed();
    return memories.length === batch ? 'more' : 'none';
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
