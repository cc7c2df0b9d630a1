import type { Logger } from 'pino';
import { collectionChanged } from '../collection/collection-changed.ts';
import { ProcessLease } from '../platform/db/process-lease.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { type Embedding, embeddedAtOnce, embedMemories } from './embed-memories.ts';
import {
  accountsOfOtherModels,
  collectionsOf,
  deleteOtherVectors,
  setFormerModel,
  vectorCounts,
} from './model-move.store.ts';
import { nextUnembedded } from './unembedded.store.ts';

interface MoveParts extends Embedding {
  readonly log: Logger;
}

/** Progress is logged after each this many memories, or after each tenth if that is fewer. */
const progressStep = 1_000;
/** Time after which another process takes over from one that was killed; long enough to survive a few failed renewals. */
const leaseSeconds = 30;
/** Rows per deletion: some milliseconds on the embedded database. */
const deletionBatch = 500;

/**
 * Moves memories that have vectors of another model to the configured one, account by account. An account is searched by its old
 * vectors until all of its memories have new ones; then the old ones are deleted.
 */
export class ModelMove {
  readonly #parts: MoveParts;
  readonly #lease: ProcessLease;
  #accounts: string[] = [];
  #isFound = false;
  /** Last memory of the first account that was processed. */
  #after: string | null = null;
  /** Whether the first account is already searched by its new vectors, so that only deleting the old ones is left. */
  #switched = false;
  #done = 0;
  #total = 0;

  constructor(parts: MoveParts) {
    this.#parts = parts;
    this.#lease = new ProcessLease(parts.db, 'model-move', leaseSeconds);
  }

  /** Makes `find` search again: a process with former settings may have written since. */
  findMore(): void {
    this.#isFound = false;
  }

  /**
   * Finds the accounts that have to move, once, and has each searched by the model that has vectors of most of its memories. If that is
   * this one, what is set stays until the end of the move: another process may be moving the account to its own model.
   */
  async find(): Promise<void> {
    if (this.#isFound) return;
    const { db, embedder, log } = this.#parts;
    const known = this.#accounts;
    const accounts = (await accountsOfOtherModels(db, embedder.model)).filter((one) => !known.includes(one));
    for (const accountId of accounts) {
      const counts = await vectorCounts(db, accountId);
      const ours = counts.get(embedder.model) ?? 0;
      const [[former, most] = [embedder.model, ours]] = [...counts].sort(([, a], [, b]) => b - a);
      if (most > ours) await setFormerModel(db, accountId, former);
      this.#total += Math.max(0, most - ours);
    }
    this.#accounts = [...this.#accounts, ...accounts];
    this.#isFound = true;
    if (accounts.length === 0) return;
    const found = { model: embedder.model, accounts: accounts.length, memories: this.#total };
    log.info(found, 'memories have vectors of another model; new ones are made in the background');
  }

  get isDone(): boolean {
    return this.#accounts.length === 0;
  }

  /** Runs one batch. Returns `elsewhere` if another process is doing the move. */
  async next(signal: AbortSignal): Promise<'moved' | 'elsewhere'> {
    const moved = await this.#lease.during(async () => {
      const [accountId] = this.#accounts;
      if (accountId !== undefined) await this.#nextOf(accountId, signal);
      return 'moved' as const;
    });
    if (moved && this.isDone) await this.#lease.release();
    return moved ?? 'elsewhere';
  }

  /** Releases the lease, so that another process can take over. */
  async stop(): Promise<void> {
    if (!this.isDone) await this.#lease.release();
  }

  async #nextOf(accountId: string, signal: AbortSignal): Promise<void> {
    const { db, embedder } = this.#parts;
    if (!this.#switched) {
      const wanted = { model: embedder.model, after: this.#after, limit: embeddedAtOnce };
      const memories = await nextUnembedded(db, { accountId, collectionId: null }, wanted);
      const last = memories.at(-1);
      if (last) {
        await embedMemories({ db, embedder }, accountId, memories, signal);
        this.#after = last.id;
        this.#count(memories.length);
        return;
      }
      await this.#switch(accountId);
    }
    if ((await deleteOtherVectors(db, accountId, embedder.model, deletionBatch)) === deletionBatch) return;
    this.#accounts.shift();
    this.#switched = false;
    if (this.isDone) this.#parts.log.info({ model: embedder.model }, 'all memories have vectors of the new model');
  }

  /** Once committed, the account is searched by the new vectors; the events invalidate its indexes and caches. */
  async #switch(accountId: string): Promise<void> {
    await inUnitOfWork(this.#parts.db, accountId, async (unit) => {
      const cleared = await setFormerModel(unit.db, accountId, null);
      if (cleared.length === 0 && this.#after === null) return;
      for (const id of await collectionsOf(unit.db, accountId)) {
        unit.record({ ...collectionChanged(id, ['embeddingModel']), recall: true });
      }
    });
    this.#after = null;
    this.#switched = true;
  }

  #count(embedded: number): void {
    const before = this.#done;
    this.#done += embedded;
    const step = Math.max(1, Math.min(progressStep, this.#total / 10));
    if (Math.floor(before / step) === Math.floor(this.#done / step)) return;
    this.#parts.log.info({ done: this.#done, total: this.#total }, 'making vectors of the new model');
  }
}
