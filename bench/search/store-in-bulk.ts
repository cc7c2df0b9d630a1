import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { progress } from '../support/progress.ts';
import { benchAccount } from '../support/server.ts';
import type { Store } from '../support/target.ts';
import { emptyCollection } from './bulk-fill.ts';
import { turnsOfConversation } from './conversations.ts';
import type { Filled } from './fill.ts';
import { fillWithoutServer } from './fill-without-server.ts';

/** Memories between two lines of progress. */
const progressEach = 50_000;

export interface BulkStored {
  readonly memories: number;
  readonly vocabulary: readonly string[];
  /** Set if the database will be searched by its SQL engine: the vector index takes longer to build than everything else. */
  readonly wantsVectorIndex: boolean;
}

/** Creates a collection of this many memories without a server: a million in some minutes. */
export async function storeInBulk(store: Store, options: BulkStored): Promise<Filled> {
  const { memories, vocabulary, wantsVectorIndex } = options;
  const conversations = Math.ceil(memories / turnsOfConversation);
  const late = wantsVectorIndex ? 'terms and vectors' : 'terms';
  const onProgress = (stored: number) => {
    if (stored % progressEach === 0) progress(`storing: ${stored} of ${memories} memories`);
  };
  let began = 0;
  const collectionId = await fillWithoutServer(store, { vocabulary, late }, async ({ db, fill }) => {
    const to = await emptyCollection(db, benchAccount, `bench: ${memories} memories`);
    began = performance.now();
    await fill(to, { conversations, onProgress });
    return to.collectionId;
  });
  const stored = conversations * turnsOfConversation;
  return {
    collectionId: encodeNodeId('Collection', collectionId),
    conversations,
    memories: stored,
    memoriesPerSecond: (stored * 1_000) / (performance.now() - began),
  };
}
