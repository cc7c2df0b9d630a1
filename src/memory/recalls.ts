import type { Logger } from 'pino';
import { isDatabaseUnavailable, wasGivenUp } from '../platform/database-errors.ts';
import type { Database } from '../platform/db/database.ts';
import { addPairs, existing, lockRecalled, type MemoryRecall, type PairRecall } from './recalls.store.ts';
import { Tally } from './tally.ts';
import { addRecalls } from './update-tiers.ts';

/** Memories that were returned to a caller, the best first. */
interface Recall {
  readonly accountId: string;
  readonly ids: readonly string[];
  /** Whether they answer a query, so that the best of them are related and each has proven useful. False for a bootstrap. */
  readonly together: boolean;
}

interface RecallsOptions {
  /** Database of background work: for the embedded database, the lane that yields to requests. */
  readonly db: Database;
  /** How long recalls are collected before they are written; null: until `flush`, for tests. */
  readonly delayMs: number | null;
  /** Maximum number of memories, and of pairs, per transaction. */
  readonly batch: number;
  readonly log: Logger;
}

/**
 * Recalls within this time are written together, so that memories that are hot in many searches take one row update. Resonance
 * has to be up to date within a second, including the write.
 */
export const recallDelayMs = 750;

/** How many of the best memories of a page are paired. All pairs of a page of 100 would be 4,950; these are 10. */
export const pairedHits = 5;

/** Memories, and pairs, per transaction: some milliseconds of work on the embedded database, which has one connection. */
export const recallBatch = { embedded: 100, postgres: 500 };

/** Pause between writes as a multiple of the write's duration: writing takes at most a fifth of one connection. */
const restFactor = 4;

/** Maximum number of memories, and of pairs, that wait: some megabytes. Any beyond it, as while the database is away, are not counted. */
const maxWaiting = 20_000;

/** Counts recalls after the response: collected across requests, written in the background. Waiting ones are lost only in a crash. */
export class Recalls implements AsyncDisposable {
  readonly #options: RecallsOptions;
  readonly #memories = new Tally<MemoryRecall>(({ accountId, id }) => `${id} ${accountId}`, bothRecalls, maxWaiting);
  readonly #pairs = new Tally<PairRecall>(({ accountId, a, b }) => `${a} ${b} ${accountId}`, bothPairs, maxWaiting);
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;
  #stopping = false;
  #restMs = 0;

  constructor(options: RecallsOptions) {
    this.#options = options;
  }

  /** Records recalls to be written soon. Runs no statement and cannot fail. */
  record({ accountId, ids, together }: Recall): void {
    const recalled = [...new Set(ids)];
    for (const id of recalled) this.#memories.add({ accountId, id, times: 1, asked: together ? 1 : 0 });
    const paired = together ? recalled.slice(0, pairedHits).toSorted() : [];
    for (const [index, a] of paired.entries()) {
      for (const b of paired.slice(index + 1)) this.#pairs.add({ accountId, a, b, times: 1 });
    }
    this.#schedule();
  }

  /** Writes what was recorded so far. What cannot be written now stays queued; never rejects. */
  async flush(): Promise<void> {
    while (this.#writing) await this.#writing;
    const startedAt = performance.now();
    this.#writing = this.#write();
    await this.#writing;
    this.#writing = null;
    this.#restMs = restFactor * (performance.now() - startedAt);
    this.#schedule();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer ?? undefined);
    await this.flush();
  }

  #schedule(): void {
    const { delayMs } = this.#options;
    if (delayMs === null || this.#stopping || this.#timer || this.#writing) return;
    if (this.#memories.isEmpty && this.#pairs.isEmpty) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        void this.flush();
      },
      Math.max(delayMs, this.#restMs),
    ).unref();
  }

  async #write(): Promise<void> {
    const { db, batch } = this.#options;
    for (const recalls of this.#memories.take(batch)) {
      const waiting = await this.#attempt(recalls, () => writeRecalls(db, recalls));
      for (const recall of waiting) this.#memories.add(recall);
    }
    for (const pairs of this.#pairs.take(batch)) {
      const waiting = await this.#attempt(pairs, () => addPairs(db, pairs).then(() => []));
      for (const pair of waiting) this.#pairs.add(pair);
    }
  }

  /**
   * Returns the items to retry, such as those given up in favour of requests. Items that fail while the database is available
   * would fail again, so they are dropped.
   */
  async #attempt<Item>(items: readonly Item[], write: () => Promise<readonly Item[]>): Promise<readonly Item[]> {
    try {
      return await write();
    } catch (error) {
      if (wasGivenUp(error)) return items;
      const away = isDatabaseUnavailable(error);
      this.#options.log.warn({ err: error }, away ? 'recalls wait for the database' : 'some recalls were not counted');
      return away ? items : [];
    }
  }
}

const bothRecalls = (one: MemoryRecall, other: MemoryRecall): MemoryRecall => ({
  ...one,
  times: one.times + other.times,
  asked: one.asked + other.asked,
});

const bothPairs = (one: PairRecall, other: PairRecall): PairRecall => ({ ...one, times: one.times + other.times });

/** Adds recalls and updates tiers in one transaction; returns the recalls of memories that are locked by others. */
const writeRecalls = (db: Database, recalls: readonly MemoryRecall[]): Promise<MemoryRecall[]> =>
  db.transaction().execute(async (transaction) => {
    const locked = await lockRecalled(transaction, recalls);
    await addRecalls(transaction, locked);
    const taken = new Set(locked.map(({ id }) => id));
    const left = recalls.filter(({ id }) => !taken.has(id));
    return left.length === 0 ? [] : existing(transaction, left);
  });
