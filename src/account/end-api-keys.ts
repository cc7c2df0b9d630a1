import type { Database } from '../platform/db/database.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { ApiKeyStore } from './api-key.store.ts';

/** Deletes all API keys of an account. */
export const endApiKeys = ({ db, accountId }: UnitOfWork): Promise<void> => new ApiKeyStore(db).deleteAll(accountId);

/** Revokes one key of an account, whoever created it; returns false if there is no such usable key. */
export const endApiKey = (db: Database, accountId: string, id: string): Promise<boolean> =>
  new ApiKeyStore(db).revoke({ accountId, principal: null, within: null }, id);

/**
 * Deletes keys of all accounts that ended more than `days` days ago; until then, a request with one is told that it was revoked
 * or expired.
 */
export const forgetEndedKeys = (db: Database, days: number): Promise<void> => new ApiKeyStore(db).deleteEnded(days);
