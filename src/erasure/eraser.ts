import { sql } from 'kysely';
import { lockHiddenCollections } from '../collection/hidden-collections.ts';
import { eraseMessages, lockConversations } from '../conversation/erase-conversations.ts';
import { type BeforeErase, eraseMemories, eraseStatistics } from '../memory/erase-memories.ts';
import type { Database } from '../platform/db/database.ts';
import { forgetKeys } from '../platform/db/idempotency.ts';
import { notGivenUp } from '../platform/db/not-given-up.ts';
import { eraseStreams } from '../platform/events/erase-streams.ts';
import type { EraseDependents } from './erase-dependents.ts';

interface EraserOptions {
  /** Erasure of what later features store for collections, conversations and memories; app/ injects it. */
  readonly dependents: {
    readonly ofCollections: readonly EraseDependents[];
    readonly ofConversations: readonly EraseDependents[];
    readonly ofMemories: readonly BeforeErase[];
  };
  /**
   * Deletes up to `limit` memories of a collection from a copy outside the database; returns how many. Omitted: there is no copy.
   * It runs between transactions: a copy may answer later than Postgres lets a transaction pause.
   */
  readonly eraseCopy?: (accountId: string, collectionId: string, limit: number) => Promise<number>;
  /** Maximum rows of one kind per transaction. */
  readonly batchSize: number;
  /** Maximum transactions per turn; the rest is queued behind the other jobs. */
  readonly batchesPerTurn: number;
  /** Yields the database to others after a batch that took `tookMs`; omitted: no pause. */
  readonly rest?: (tookMs: number, signal: AbortSignal) => Promise<void>;
}

/** Maximum number of collections that are erased from the copy, and then deleted, together: a failure repeats no more than these. */
const copiesAtOnce = 20;

/**
 * Erases what an account has hidden. Each batch is a transaction that queries afresh what is left, so the work can be interrupted
 * after any batch, and what a late writer put into something hidden is found too.
 */
export class Eraser {
  readonly #db: Database;
  readonly #options: EraserOptions;

  constructor(db: Database, options: EraserOptions) {
    this.#db = db;
    this.#options = options;
  }

  async erase(accountId: string, signal: AbortSignal): Promise<'done' | 'again'> {
    const uncopied = new Set<string>();
    for (let batches = 0; batches < this.#options.batchesPerTurn && !signal.aborted; batches += 1) {
      const began = performance.now();
      const transaction = this.#db.transaction();
      const erased = await notGivenUp(() =>
        transaction.execute((db) => eraseBatch(db, accountId, uncopied, this.#options)),
      );
      if (erased === 0) return 'done';
      if (typeof erased !== 'number') await this.#eraseCopies(accountId, erased, uncopied, signal);
      await this.#options.rest?.(performance.now() - began, signal);
    }
    return 'again';
  }

  async #eraseCopies(
    accountId: string,
    ids: readonly string[],
    uncopied: Set<string>,
    signal: AbortSignal,
  ): Promise<void> {
    const { eraseCopy, batchSize } = this.#options;
    for (const id of ids) {
      for (let left = batchSize; left > 0; ) {
        if (signal.aborted) return;
        left = (await eraseCopy?.(accountId, id, batchSize)) ?? 0;
      }
      uncopied.add(id);
    }
  }
}

/**
 * Returns the number of deleted rows, 0 if nothing was left; or the ids of collections that only their copy keeps. Dependents are
 * deleted before what they refer to, and collections after their copies: nobody else knows what is left of those.
 */
async function eraseBatch(
  db: Database,
  accountId: string,
  uncopied: ReadonlySet<string>,
  options: EraserOptions,
): Promise<number | readonly string[]> {
  const { batchSize: limit, dependents, eraseCopy } = options;
  const forget = keysForgotten(db, accountId);
  const hidden = await lockConversations(db, accountId, 'hidden', limit);
  if (hidden.length > 0) return eraseFromConversations(db, accountId, hidden, options);
  const ids = await lockHiddenCollections(db, accountId, limit);
  if (ids.length === 0) return 0;
  const memories = await forget(
    await eraseMemories(db, accountId, { collectionIds: ids }, limit, dependents.ofMemories),
  );
  if (memories > 0) return memories;
  const conversations = await lockConversations(db, accountId, { collectionIds: ids }, limit);
  if (conversations.length > 0) return eraseFromConversations(db, accountId, conversations, options);
  for (const erase of [eraseStatistics, ...dependents.ofCollections]) {
    const rows = await erase(db, accountId, ids, limit);
    if (rows > 0) return rows;
  }
  const events = await eraseStreams(db, accountId, { kind: 'collection', ids }, limit);
  if (events > 0) return events;
  const ready = eraseCopy ? ids.filter((id) => uncopied.has(id)) : ids;
  if (ready.length === 0) return ids.slice(0, copiesAtOnce);
  return forget(await deleteHidden(db, 'collection', accountId, ready));
}

async function eraseFromConversations(
  db: Database,
  accountId: string,
  ids: readonly string[],
  { batchSize: limit, dependents }: EraserOptions,
): Promise<number> {
  const forget = keysForgotten(db, accountId);
  for (const erase of dependents.ofConversations) {
    const rows = await erase(db, accountId, ids, limit);
    if (rows > 0) return rows;
  }
  return (
    (await forget(await eraseMemories(db, accountId, { conversationIds: ids }, limit, dependents.ofMemories))) ||
    (await forget(await eraseMessages(db, accountId, ids, limit))) ||
    (await eraseStreams(db, accountId, { kind: 'conversation', ids }, limit)) ||
    (await forget(await deleteHidden(db, 'conversation', accountId, ids)))
  );
}

/** Deletes hidden collections or conversations once everything in them has been erased; returns their ids. */
async function deleteHidden(
  db: Database,
  table: 'collection' | 'conversation',
  accountId: string,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    delete from ${sql.table(table)} where account_id = ${accountId} and id = any(${ids}::uuid[]) returning id`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** Also deletes the idempotency keys of the calls that created the rows; returns the number of rows. */
const keysForgotten =
  (db: Database, accountId: string) =>
  async (ids: readonly string[]): Promise<number> => {
    if (ids.length > 0) await forgetKeys(db, accountId, ids);
    return ids.length;
  };
