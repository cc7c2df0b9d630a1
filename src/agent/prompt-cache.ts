import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { isBelow, isVisible, reachOf } from '../collection/reach.ts';
import type { Codec, TieredCache } from '../platform/cache/tiered-cache.ts';
import type { Database } from '../platform/db/database.ts';
import { notGivenUp } from '../platform/db/not-given-up.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import type { Turn } from './agent.ts';
import type { RunAnswer } from './agent-run.ts';
import { givenAnswer } from './given-answer.ts';
import { copyRecalled } from './run-memories.store.ts';
import type { ClaimedRun, RunKey } from './run-queue.store.ts';

/** A question, and who asks it of what. */
export type Asking = Pick<ClaimedRun, 'accountId' | 'viewer' | 'model' | 'question' | 'speaker'>;

/** All that an answer depends on. */
export interface Prompt {
  readonly asking: Asking;
  /** The conversation without the question. */
  readonly history: readonly Turn[];
  readonly instructions: string;
  /** Of all collections that are asked, as `revisionsOf` reads them. */
  readonly revisions: unknown;
}

/** Which run answers a key: the first that asked for it. */
export interface AnsweringRun {
  readonly runId: string;
  /** Its answer is not given again after this, by the clock of the process, in milliseconds. */
  readonly until: number;
}

/** Runs by what they answer, of this process and, where they share a Redis, of all. */
export type RunIds = Pick<TieredCache<AnsweringRun>, 'fetch' | 'peek' | 'keep'>;

/** The runs whose answers are given again. */
export interface AnsweredRuns {
  readonly runIds: RunIds;
  /** How long an answer is given again. */
  readonly ttlMs: number;
}

/** Answering runs as processes hand them to each other. */
export const answeringRunCodec: Codec<AnsweringRun> = {
  encode: ({ runId, until }) => Buffer.from(`${until} ${runId}`),
  decode: (bytes) => {
    const [, until, runId] = /^(\d{1,16}) ([\da-f-]{36})$/.exec(bytes.toString()) ?? [];
    return until === undefined || runId === undefined ? null : { runId, until: Number(until) };
  },
};

/** As long as it is known that a question was asked. */
const askedMs = 3_600_000;

/**
 * Finds the answer that was given to the same question by the same agent over the same memories. It keeps the ids of
 * runs and no answers: those are where a purge and a deletion reach them, and whether one may be given again is asked of the
 * run itself, whoever kept its id.
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

  /**
   * Of a collection and all below it, with when the last of their memories began to hold by time alone, or ceased to. To be
   * read before anything is recalled: a change meanwhile then makes the answer one of the past.
   */
  async revisionsOf({ accountId, viewer }: Asking, collectionId: string): Promise<unknown> {
    const { rows } = await sql`${prepared}
      select stream.id, stream.memory_revision, (
        select max(valid_to) from memory
        where account_id = ${accountId} and collection_id = stream.id and status = 'CURRENT' and valid_to <= now()) as ended, (
        select max(valid_from) from memory
        where account_id = ${accountId} and collection_id = stream.id and status = 'CURRENT'
          and valid_from > created_at and valid_from <= now()) as begun
      from collection
      join stream on stream.account_id = ${accountId} and stream.kind = 'collection' and stream.id = collection.id
      where ${isVisible(reachOf(viewer))} and ${isBelow([collectionId])}
      order by stream.id`.execute(this.#db);
    return rows;
  }

  keyOf({ asking, history, instructions, revisions }: Prompt): string {
    const { accountId, viewer, model, question, speaker } = asking;
    const collections = viewer.collectionIds && [...viewer.collectionIds].toSorted();
    const parts = [
      accountId,
      [...viewer.scopes].toSorted(),
      collections,
      model,
      instructions,
      question,
      speaker,
      history,
      revisions,
    ];
    return hash('sha256', JSON.stringify(parts), 'base64url');
  }

  /** Whether somebody of the account asked this of the model before: only then it may be worth while to look for an answer. */
  async wasAsked({ accountId, model, question }: Asking, runId: string): Promise<boolean> {
    const asked = {
      accountId,
      key: hash('sha256', JSON.stringify(['asked', accountId, model, question]), 'base64url'),
    };
    if (await this.#runIds.peek(asked)) return true;
    this.#runIds.keep(asked, { runId, until: Date.now() + askedMs }, askedMs);
    return false;
  }

  /** The run that is to answer this key; null: the one that asks. */
  async earlier({ accountId, id }: RunKey, key: string): Promise<string | null> {
    const { value } = await this.#runIds.fetch({ accountId, key }, async () => this.#answering(id));
    return value.runId === id ? null : value.runId;
  }

  /**
   * The answer of an earlier run, as it stands now; null where there is none: this run then answers for those to come. The
   * run is noted to know what the other was given.
   */
  async find(run: ClaimedRun, key: string): Promise<string | null> {
    const earlierId = await this.earlier(run, key);
    if (earlierId === null) return null;
    const { isActive, answer } = await this.#take(run, earlierId);
    if (answer !== null) return answer;
    // One that has no answer yet may still get it; one that never will makes way, in all processes.
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

  /** Has the run's answer not given again: some of what it was to stand on was late or failed. */
  giveOnce({ accountId, id: runId }: RunKey, key: string): void {
    this.#runIds.keep({ accountId, key }, { runId, until: 0 }, this.#ttlMs);
  }

  #answering(runId: string): AnsweringRun {
    return { runId, until: Date.now() + this.#ttlMs };
  }
}
