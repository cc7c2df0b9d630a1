import { loadModels } from '../../src/app/load-models.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { connectKysely } from '../../src/platform/db/database.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { progress } from '../support/progress.ts';
import { benchAccount } from '../support/server.ts';
import type { Store } from '../support/target.ts';
import { bulkFill, emptyCollection } from './bulk-fill.ts';
import { turnsOfConversation } from './conversations.ts';
import type { Filled } from './fill.ts';
import { withoutTermIndex, withoutVectorIndex } from './slow-indexes.ts';

/** A line of progress for so many memories. */
const progressEach = 50_000;

export interface BulkStored {
  readonly memories: number;
  readonly vocabulary: readonly string[];
  /** Searches by the database are to come: they want the index of vectors, which takes longer than all the rest. */
  readonly wantsVectorIndex: boolean;
}

/** Makes a collection of so many memories without a server: a million in some minutes. */
export async function storeInBulk(store: Store, options: BulkStored): Promise<Filled> {
  const { memories, vocabulary, wantsVectorIndex } = options;
  await using opened = await store.open();
  const db = connectKysely(opened.pool);
  await migrate(db);
  await using models = await loadModels();
  const to = await emptyCollection(db, benchAccount, `bench: ${memories} memories`);
  const conversations = Math.ceil(memories / turnsOfConversation);
  const began = performance.now();
  const filling = () =>
    bulkFill(db, {
      to,
      conversations,
      vocabulary,
      reader: models.reader,
      onProgress: (stored) => {
        if (stored % progressEach === 0) progress(`storing: ${stored} of ${memories} memories`);
      },
    });
  const { model, dimensions } = models.passages;
  if (dimensions === null) throw new Error('The model tells no dimensions');
  const space = { model, dimensions };
  if (store.databaseUrl === null) await filling();
  else if (!wantsVectorIndex) await withoutTermIndex(db, filling);
  else await withoutVectorIndex(db, space, () => withoutTermIndex(db, filling));
  const stored = conversations * turnsOfConversation;
  return {
    collectionId: encodeNodeId('Collection', to.collectionId),
    conversations,
    memories: stored,
    memoriesPerSecond: (stored * 1_000) / (performance.now() - began),
  };
}
