import type { Logger } from 'pino';
import { isDatabaseUnavailable, wasGivenUp } from '../platform/database-unavailable.ts';
import type { Database } from '../platform/db/database.ts';
import { addPairs, existing, lockRecalled, type MemoryRecall, type PairRecall } from './recalls.store.ts';
import { Tally } from './tally.ts';
import { addRecalls } from './update-tiers.ts';

/** Memories that were handed to somebody who asked, the best first. */
interface Recall {
  readonly accountId: string;
  readonly ids: readonly string[];
  /**
   * Whether they answer what somebody asked, so that the best of them have to do with each other, and each has proven to
   * be needed. False of what is shown to begin with.
   */
  readonly together: boolean;
}

interface RecallsOptions {
  /** Background work: on the embedded database, the lane that gives way to requests. */
  readonly db: Database;
  /** How long recalls are gathered before they are written; null: until `flush`, as in a test. */
  readonly delayMs: number | null;
  /** Most memories, and pairs, of one transaction. */
  readonly batch: number;
  readonly log: Logger;
}

/**
 * Recalls of this time are written together: the hot memories of many searches are then one row each. What was recalled is
 * told within a second, the write itself included.
 */
export const recallDelayMs = 750;

/** Of a page's memories, how many are paired: those that answer the question. A page of 100 would make 4,950 pairs, these make 10. */
export const pairedHits = 5;

/** Memories, and pairs, of one transaction: some milliseconds of work on the embedded database, which has one connection. */
export const recallBatch = { embedded: 100, postgres: 500 };

/** How often the time that a write took is let pass before the next: it takes a fifth of one connection at most. */
const restFactor = 4;

/** Most memories, and pairs, that wait: some megabytes. What goes beyond, as while the database is away, is not counted. */
const maxWaiting = 20_000;

/**
 * Counts recalls after their answers: gathered across requests, written in the background. A crash loses those that
 * wait; nothing else does.
 */
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

  /** Notes recalls, to be written soon. Costs no statement and cannot fail. */
  record({ accountId, ids, together }: Recall): void {
    const recalled = [...new Set(ids)];
    for (const id of recalled) this.#memories.add({ accountId, id, times: 1, asked: together ? 1 : 0 });
    const paired = together ? recalled.slice(0, pairedHits).toSorted() : [];
    for (const [index, a] of paired.entries()) {
      for (const b of paired.slice(index + 1)) this.#pairs.add({ accountId, a, b, times: 1 });
    }
    this.#schedule();
  }

  /** Writes what was noted until now. What cannot be written now waits on; it never fails. */
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

  /** Answers what has to be tried again, as what was given up for others. What fails although the database is there would fail again, and is left out. */
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

/** Adds recalls and updates tiers in one transaction; answers the recalls of memories that somebody else holds. */
const writeRecalls = (db: Database, recalls: readonly MemoryRecall[]): Promise<MemoryRecall[]> =>
  db.transaction().execute(async (transaction) => {
    const locked = await lockRecalled(transaction, recalls);
    await addRecalls(transaction, locked);
    const taken = new Set(locked.map(({ id }) => id));
    const left = recalls.filter(({ id }) => !taken.has(id));
    return left.length === 0 ? [] : existing(transaction, left);
  });
