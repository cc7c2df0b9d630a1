import type { UnitOfWork } from '../platform/events/unit-of-work.ts';
import { ApiKeyStore } from './api-key.store.ts';

/** Ends all API keys of an account and leaves no trace of them. */
export const endApiKeys = ({ db, accountId }: UnitOfWork): Promise<void> => new ApiKeyStore(db).deleteAll(accountId);
