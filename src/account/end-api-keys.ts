import type { Database } from '../platform/db/database.ts';
import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { ApiKeyStore } from './api-key.store.ts';

/** Ends all API keys of an account and leaves no trace of them. */
export const endApiKeys = ({ db, accountId }: UnitOfWork): Promise<void> => new ApiKeyStore(db).deleteAll(accountId);

/** Revokes one key of an account, whoever made it; false where it is none that could be used. */
export const endApiKey = (db: Database, accountId: string, id: string): Promise<boolean> =>
  new ApiKeyStore(db).revoke({ accountId, principal: null, within: null }, id);

/** Forgets keys of all accounts that were revoked or expired so many days ago: until then, whoever shows one learns that it was. */
export const forgetEndedKeys = (db: Database, days: number): Promise<void> => new ApiKeyStore(db).deleteEnded(days);
