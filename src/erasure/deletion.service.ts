import { endApiKeys } from '../account/end-api-keys.ts';
import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import type { RequestErasure } from '../collection/request-erasure.ts';
import { withoutCollision } from '../memory/without-collision.ts';
import type { Database } from '../platform/db/database.ts';
import { ValidationError } from '../platform/errors.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { type Deleted, deleteWithin } from './delete-collections.ts';

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
    return withoutCollision(() =>
      inUnitOfWork(this.#db, viewer.accountId, (unit) => deleteWithin(unit, reachOf(viewer), id, this.#requestErasure)),
    );
  }

  /** Deletes all of an account, its API keys too. A token still counts, and begins with nothing. */
  async deleteAccount(viewer: Viewer, confirm: string): Promise<Deleted> {
    const { accountId } = viewer;
    if (confirm !== accountId) {
      throw new ValidationError([
        { path: ['confirm'], message: 'is not the name of your account: give exactly what Viewer.account returns' },
      ]);
    }
    return inUnitOfWork(this.#db, accountId, async (unit) => {
      await endApiKeys(unit);
      return deleteWithin(unit, { accountId, within: null }, null, this.#requestErasure);
    });
  }
}

/** Who may delete all of an account: whoever it is named after, and others with the scope `admin`; nobody in part. */
export const mayDeleteAccount = ({ accountId, principal, scopes, collectionIds }: Viewer): boolean =>
  collectionIds === null && (scopes.has('admin') || (scopes.has('write') && principal === accountId));
