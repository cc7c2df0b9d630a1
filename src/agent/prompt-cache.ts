import { reachOf } from '../collection/reach.ts';
import type { Codec, TieredCache } from '../platform/cache/tiered-cache.ts';
import type { Database } from '../platform/db/database.ts';
import { notGivenUp } from '../platform/db/not-given-up.ts';
import { keyOfParts } from '../platform/key-of-parts.ts';
import type { RunAnswer } from './agent-run.ts';
import { givenAnswer } from './given-answer.ts';
import type { Asking } from './prompt-key.ts';
import { copyRecalled } from './run-memories.store.ts';
import type { ClaimedRun, RunKey } from './run-queue.store.ts';

/** The run that answers a key: the first that asked for it. */
export interface AnsweringRun {
  readonly runId: string;
  /** Its answer is not reused after this time, in milliseconds by the process's clock. */
  readonly until: number;
}

/** Maps keys to answering runs, within this process or, if they share a Redis, across all. */
type RunIds = Pick<TieredCache<AnsweringRun>, 'fetch' | 'peek' | 'keep'>;

/** Runs whose answers may be reused. */
export interface AnsweredRuns {
  readonly runIds: RunIds;
  /** How long an answer may be reused. */
  readonly ttlMs: number;
}

/** Encodes answering runs for the shared cache. */
export const answeringRunCodec: Codec<AnsweringRun> = {
  encode: ({ runId, until }) => Buffer.from(`${until} ${runId}`),
  decode: (bytes) => {
    const [, until, runId] = /^(\d{1,16}) ([\da-f-]{36})$/.exec(bytes.toString()) ?? [];
    return until === undefined || runId === undefined ? null : { runId, until: Number(until) };
  },
};

/** How long it is remembered that a question was asked. */
const askedMs = 3_600_000;

/**
 * Finds the answer that was given to the same question by the same agent over the same memories. It caches ids of runs, not answers:
 * purges and deletions reach answers in their runs, and the run itself decides whether its answer may be reused.
 */
export class PromptCache {
  readonly #db: Database;
  readonly #runIds: RunIds;
  readonly #ttlMs: number;

  constructor(db: Database, { runIds, ttlMs }: AnsweredRuns) {
    this.#db = db;
    this.#runIds = runIds;
    this.#ttlMs = ttlMs;
  }

  /** Whether this account has asked the model this question before: only then is it worthwhile to look for an answer. */
  async wasAsked({ viewer: { accountId }, model, question }: Asking, runId: string): Promise<boolean> {
    const asked = { accountId, key: keyOfParts('asked', accountId, model, question) };
    if (await this.#runIds.peek(asked)) return true;
    this.#runIds.keep(asked, { runId, until: Date.now() + askedMs }, askedMs);
    return false;
  }

  /** Returns the run that answers this key; null if it is the given run. */
  async earlier({ accountId, id }: RunKey, key: string): Promise<string | null> {
    const { value } = await this.#runIds.fetch({ accountId, key }, async () => this.#answering(id));
    return value.runId === id ? null : value.runId;
  }

  /**
   * Returns the current answer of an earlier run; null if there is none: this run then answers later ones. Records that this run was
   * given what the earlier one was.
   */
  async find(run: ClaimedRun, key: string): Promise<string | null> {
    const earlierId = await this.earlier(run, key);
    if (earlierId === null) return null;
    const { isActive, answer } = await this.#take(run, earlierId);
    if (answer !== null) return answer;
    // An active run may still get its answer; one that never will is replaced, in all processes.
    if (!isActive) this.#runIds.keep({ accountId: run.accountId, key }, this.#answering(run.id), this.#ttlMs);
    return null;
  }

  #take(run: ClaimedRun, earlierId: string): Promise<RunAnswer> {
    const take = async (transaction: Database): Promise<RunAnswer> => {
      const found = await givenAnswer(transaction, reachOf(run.viewer), earlierId);
      if (found.answer !== null) await copyRecalled(transaction, run, earlierId);
      return found;
    };
    return notGivenUp(() => this.#db.transaction().execute(take));
  }

  /** Excludes the run's answer from reuse: something it was to be based on was late or failed. */
  giveOnce({ accountId, id: runId }: RunKey, key: string): void {
    this.#runIds.keep({ accountId, key }, { runId, until: 0 }, this.#ttlMs);
  }

  #answering(runId: string): AnsweringRun {
    return { runId, until: Date.now() + this.#ttlMs };
  }
}
