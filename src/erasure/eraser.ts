import { lockHiddenCollections } from '../collection/hidden-collections.ts';
import { eraseMessages, lockConversations } from '../conversation/erase-conversations.ts';
import { eraseMemories, eraseStatistics } from '../memory/erase-memories.ts';
import type { Database } from '../platform/db/database.ts';
import type { EraseDependents } from '../platform/db/erase-dependents.ts';
import { deleteHidden } from '../platform/db/hidden-rows.ts';
import { forgetKeys } from '../platform/db/idempotency.ts';
import { notGivenUp } from '../platform/db/not-given-up.ts';
import { eraseStreams } from '../platform/events/erase-streams.ts';

interface EraserOptions {
  /** Erasure of what later features store for collections and conversations; app/ injects it. */
  readonly dependents: {
    readonly ofCollections: readonly EraseDependents[];
    readonly ofConversations: readonly EraseDependents[];
  };
  /** Maximum rows of one kind per transaction. */
  readonly batchSize: number;
  /** Maximum transactions per turn; the rest is queued behind the other jobs. */
  readonly batchesPerTurn: number;
  /** Yields the database to others after a batch that took `tookMs`; omitted: no pause. */
  readonly rest?: (tookMs: number, signal: AbortSignal) => Promise<void>;
}

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
    for (let batches = 0; batches < this.#options.batchesPerTurn && !signal.aborted; batches += 1) {
      const began = performance.now();
      const transaction = this.#db.transaction();
      const rows = await notGivenUp(() => transaction.execute((db) => eraseBatch(db, accountId, this.#options)));
      if (rows === 0) return 'done';
      await this.#options.rest?.(performance.now() - began, signal);
    }
    return 'again';
  }
}

/** Returns the number of deleted rows, 0 if nothing was left. Dependents are deleted before what they refer to. */
async function eraseBatch(db: Database, accountId: string, options: EraserOptions): Promise<number> {
  const { batchSize: limit, dependents } = options;
  const forget = keysForgotten(db, accountId);
  const hidden = await lockConversations(db, accountId, 'hidden', limit);
  if (hidden.length > 0) return eraseFromConversations(db, accountId, hidden, options);
  const ids = await lockHiddenCollections(db, accountId, limit);
  if (ids.length === 0) return 0;
  const memories = await forget(await eraseMemories(db, accountId, { collectionIds: ids }, limit));
  if (memories > 0) return memories;
  const conversations = await lockConversations(db, accountId, { collectionIds: ids }, limit);
  if (conversations.length > 0) return eraseFromConversations(db, accountId, conversations, options);
  for (const erase of [eraseStatistics, ...dependents.ofCollections]) {
    const rows = await erase(db, accountId, ids, limit);
    if (rows > 0) return rows;
  }
  return (
    (await eraseStreams(db, accountId, { kind: 'collection', ids }, limit)) ||
    (await forget(await deleteHidden(db, 'collection', accountId, ids)))
  );
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
    (await forget(await eraseMemories(db, accountId, { conversationIds: ids }, limit))) ||
    (await forget(await eraseMessages(db, accountId, ids, limit))) ||
    (await eraseStreams(db, accountId, { kind: 'conversation', ids }, limit)) ||
    (await forget(await deleteHidden(db, 'conversation', accountId, ids)))
  );
}

/** Also deletes the idempotency keys of the calls that created the rows; returns the number of rows. */
const keysForgotten =
  (db: Database, accountId: string) =>
  async (ids: readonly string[]): Promise<number> => {
    if (ids.length > 0) await forgetKeys(db, accountId, ids);
    return ids.length;
  };
