import { endApiKeys } from '../account/end-api-keys.ts';
import type { Viewer } from '../account/viewer.ts';
import { hideCollections } from '../collection/hidden-collections.ts';
import { reachOf } from '../collection/reach.ts';
import type { RequestErasure } from '../collection/request-erasure.ts';
import { countConversationsIn, hideConversations } from '../conversation/erase-conversations.ts';
import { countMemoriesIn, memoriesLearntIn } from '../memory/doomed-memories.ts';
import type { Database } from '../platform/db/database.ts';
import { ValidationError } from '../platform/errors.ts';
import { inUnitOfWork, type UnitOfWork } from '../platform/events/unit-of-work.ts';

/** How much a deletion took, memories of every status. */
export interface Deleted {
  readonly collections: number;
  readonly conversations: number;
  readonly memories: number;
}

/** Deletes whole collections: hidden from every reader at once, and erased in batches before long. */
export class DeletionService {
  readonly #db: Database;
  readonly #requestErasure: RequestErasure;

  constructor(db: Database, requestErasure: RequestErasure) {
    this.#db = db;
    this.#requestErasure = requestErasure;
  }

  /** Deletes a collection with all below it. */
  deleteCollection(viewer: Viewer, id: string): Promise<Deleted> {
    return inUnitOfWork(this.#db, viewer.accountId, async (unit) =>
      this.#delete(unit, await hideCollections(unit, reachOf(viewer), id)),
    );
  }

  /** Deletes all of an account, its API keys too. A token still counts, and begins with nothing. */
  async deleteAccount(viewer: Viewer, confirm: string): Promise<Deleted> {
    const { accountId } = viewer;
    if (confirm !== accountId) {
      throw new ValidationError([{ path: ['confirm'], message: 'is not the name of your account: give exactly that' }]);
    }
    return inUnitOfWork(this.#db, accountId, async (unit) => {
      await endApiKeys(unit);
      return this.#delete(unit, await hideCollections(unit, { accountId, within: null }, null));
    });
  }

  /** Hides and counts what goes with collections that are hidden, tells of it, and has all of it erased. */
  async #delete(unit: UnitOfWork, ids: readonly string[]): Promise<Deleted> {
    const { db, accountId } = unit;
    const elsewhere = await memoriesLearntIn(db, accountId, ids);
    const deleted = {
      collections: ids.length,
      conversations: await countConversationsIn(db, accountId, ids),
      memories: (await countMemoriesIn(db, accountId, ids)) + elsewhere.length,
    };
    // What was learnt in their conversations is hidden with these, in whatever collection it stands.
    await hideConversations(db, accountId, [...new Set(elsewhere.map(({ conversationId }) => conversationId))]);
    for (const { id, collectionId, status } of elsewhere) {
      if (status !== 'CURRENT') continue;
      const event = { type: 'MemoryForgotten', subjectId: id, recall: true, memories: -1 } as const;
      unit.record({ ...event, kind: 'collection', streamId: collectionId });
    }
    // Whoever follows one of them, or a conversation in it, learns from this that it is gone.
    for (const id of ids) {
      unit.record({ kind: 'collection', streamId: id, type: 'StreamEnded', subjectId: id, recall: true });
    }
    await this.#requestErasure(unit);
    return deleted;
  }
}

/** Who may delete all of an account: whoever it is named after, and others with the scope `admin`; nobody in part. */
export const mayDeleteAccount = ({ accountId, principal, scopes, collectionIds }: Viewer): boolean =>
  collectionIds === null && (scopes.has('admin') || (scopes.has('write') && principal === accountId));
