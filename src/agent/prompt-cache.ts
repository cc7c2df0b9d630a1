import { hash } from 'node:crypto';
import { sql } from 'kysely';
import { isVisible, reachOf } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import type { Turn } from './agent.ts';
import { AgentRunStore } from './agent-run.store.ts';
import { isActive } from './agent-run.ts';
import { copyRecalled } from './run-memories.store.ts';
import type { ClaimedRun } from './run-queue.store.ts';

/** A question, and who asks it of what. */
export type Asking = Pick<ClaimedRun, 'accountId' | 'viewer' | 'model' | 'question'>;

/** All that an answer depends on. */
export interface Prompt {
  readonly asking: Asking;
  /** The conversation without the question. */
  readonly history: readonly Turn[];
  readonly instructions: string;
  /** Of all collections that are asked, as `revisionsOf` reads them. */
  readonly revisions: unknown;
}

/** Which run answers a key: its own id, for the first that asks. */
export interface RunIds {
  fetch(
    key: string,
    load: () => Promise<{ readonly runId: string }>,
  ): Promise<{ readonly value: { readonly runId: string } }>;
  delete(key: string): void;
  /** What is there now; it does not count as a question that was answered or not. */
  peek(key: string): { readonly runId: string } | undefined;
  keep(key: string, value: { readonly runId: string }, ttlMs: number): void;
}

/** As long as it is known that a question was asked. */
const askedMs = 3_600_000;

/**
 * Finds the answer that was given to the same question by the same agent over the same memories. It keeps the ids of
 * runs and no answers: those are where a purge and a deletion reach them.
 */
export class PromptCache {
  readonly #db: Database;
  readonly #runIds: RunIds;

  constructor(db: Database, runIds: RunIds) {
    this.#db = db;
    this.#runIds = runIds;
  }

  /**
   * Of a collection and all below it. To be read before anything is recalled: a change meanwhile then makes the answer one of
   * the past.
   */
  async revisionsOf({ accountId, viewer }: Asking, collectionId: string): Promise<unknown> {
    const rows = await this.#db
      .selectFrom('collection')
      .innerJoin('stream', (join) =>
        join
          .onRef('stream.account_id', '=', 'collection.account_id')
          .onRef('stream.id', '=', 'collection.id')
          .on('stream.kind', '=', 'collection'),
      )
      .select(['stream.id', 'stream.memory_revision'])
      .where('stream.account_id', '=', accountId)
      .where(isVisible(reachOf(viewer)))
      .where(sql<boolean>`collection.path && ${[collectionId]}::uuid[]`)
      .orderBy('stream.id')
      .execute();
    return rows.map((row) => [row.id, row.memory_revision]);
  }

  keyOf({ asking, history, instructions, revisions }: Prompt): string {
    const { accountId, viewer, model, question } = asking;
    const collections = viewer.collectionIds && [...viewer.collectionIds].toSorted();
    const parts = [
      accountId,
      [...viewer.scopes].toSorted(),
      collections,
      model,
      instructions,
      question,
      history,
      revisions,
    ];
    return hash('sha256', JSON.stringify(parts), 'base64url');
  }

  /** Whether somebody of the account asked this of the model before: only then it may be worth while to look for an answer. */
  wasAsked({ accountId, model, question }: Asking, runId: string): boolean {
    const key = hash('sha256', JSON.stringify(['asked', accountId, model, question]), 'base64url');
    if (this.#runIds.peek(key)) return true;
    this.#runIds.keep(key, { runId }, askedMs);
    return false;
  }

  /** The run that is to answer this key; null: the one that asks. */
  async earlier(runId: string, key: string): Promise<string | null> {
    const { value } = await this.#runIds.fetch(key, async () => ({ runId }));
    return value.runId === runId ? null : value.runId;
  }

  /**
   * The answer of an earlier run, as it stands now; null where there is none: this run then answers for those to come. The
   * run is noted to know what the other was given.
   */
  async find(run: ClaimedRun, key: string): Promise<string | null> {
    const earlierId = await this.earlier(run.id, key);
    if (earlierId === null) return null;
    const [earlier] = await new AgentRunStore(this.#db).byIds(reachOf(run.viewer), [earlierId]);
    if (earlier?.status === 'SUCCEEDED' && earlier.answer !== null) {
      await copyRecalled(this.#db, run, earlier.id);
      return earlier.answer;
    }
    // One that has no answer yet may still get it; one that never will makes way.
    if (earlier && isActive(earlier)) return null;
    this.#runIds.delete(key);
    await this.earlier(run.id, key);
    return null;
  }

  /** The answer of this key holds no more: what it did was not only to answer. */
  forget(key: string): void {
    this.#runIds.delete(key);
  }
}
