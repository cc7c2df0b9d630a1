import { ApiKeyService } from '../account/api-key.service.ts';
import { CollectionService } from '../collection/collection.service.ts';
import type { Services } from '../graphql/context.ts';
import { MemoryService } from '../memory/memory.service.ts';
import type { Database } from '../platform/db/database.ts';
import type { Embedder } from '../platform/embedding/embedder.ts';

/** All use cases over one database. */
export function buildServices(db: Database, embedder: Embedder): Services {
  const collections = new CollectionService(db);
  return {
    apiKeys: new ApiKeyService(db),
    collections,
    memories: new MemoryService(db, embedder, collections),
  };
}
