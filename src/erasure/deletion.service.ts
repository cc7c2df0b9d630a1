import { endApiKeys } from '../account/end-api-keys.ts';
import type { Viewer } from '../account/viewer.ts';
import { reachOf, wholeAccount } from '../collection/reach.ts';
import type { RequestErasure } from '../collection/request-erasure.ts';
import { withoutCollision } from '../memory/without-collision.ts';
import type { Database } from '../platform/db/database.ts';
import { ValidationError } from '../platform/errors.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { type Deleted, deleteWithin } from './delete-collections.ts';

/** Deletes whole collections: hidden from all readers at once, erased in batches soon after. */
export class DeletionService {
  readonly #db: Database;
  readonly #requestErasure: RequestErasure;

  constructor(db: Database, requestErasure: RequestErasure) {
    this.#db = db;
    this.#requestErasure = requestErasure;
  }

  /** Deletes a collection with its descendants. */
  deleteCollection(viewer: Viewer, id: string): Promise<Deleted> {
    return withoutCollision(() =>
      inUnitOfWork(this.#db, viewer.accountId, (unit) => deleteWithin(unit, reachOf(viewer), id, this.#requestErasure)),
    );
  }

  /** Deletes everything in an account, including its API keys. Tokens stay valid, for an account that is then empty. */
  async deleteAccount(viewer: Viewer, confirm: string): Promise<Deleted> {
    const { accountId } = viewer;
    if (confirm !== accountId) {
      throw new ValidationError([
        { path: ['confirm'], message: 'is not the name of your account: give exactly what Viewer.account returns' },
      ]);
    }
    return inUnitOfWork(this.#db, accountId, async (unit) => {
      await endApiKeys(unit);
      return deleteWithin(unit, wholeAccount(accountId), null, this.#requestErasure);
    });
  }
}

/**
 * Whether the viewer may delete the whole account: the principal it is named after, or with scope `admin`; never if limited to
 * collections.
 */
export const mayDeleteAccount = ({ accountId, principal, scopes, collectionIds }: Viewer): boolean =>
  collectionIds === null && (scopes.has('admin') || (scopes.has('write') && principal === accountId));
