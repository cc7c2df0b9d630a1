import { ApiKeyService } from '../account/api-key.service.ts';
import type { Services } from '../graphql/context.ts';
import type { Database } from '../platform/db/database.ts';

/** All use cases over one database. */
export function buildServices(db: Database): Services {
  return { apiKeys: new ApiKeyService(db) };
}
