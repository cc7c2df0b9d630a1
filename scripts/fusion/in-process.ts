import { pino } from 'pino';
import type { Viewer } from '../../src/account/viewer.ts';
import type { Models } from '../../src/app/load-models.ts';
import { buildRecall } from '../../src/app/recall.ts';
import { CollectionService } from '../../src/collection/collection.service.ts';
import { reachOf } from '../../src/collection/reach.ts';
import { ConversationService } from '../../src/conversation/conversation.service.ts';
import { MessageService } from '../../src/conversation/message.service.ts';
import { MemoryService } from '../../src/memory/memory.service.ts';
import { connectKysely } from '../../src/platform/db/database.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { openEmbedded } from '../../src/platform/db/pglite/embedded-database.ts';
import { Finder } from '../../src/search/finder.ts';
import type { Ranker } from '../../src/search/ranking/engine-port.ts';
import { RecallEngine } from '../../src/search/recall-index/recall-engine.ts';
import type { Hit } from '../../src/search/search.ts';
import { SqlEngine } from '../../src/search/sql-engine/sql-engine.ts';
import { makeViewer } from '../../tests/support/viewer.ts';

const indexBytes = 2 * 1024 ** 3;

const viewer = makeViewer({ accountId: 'training', principal: 'training' });

/** The product without its server, on an in-memory database that is discarded afterwards. */
export interface InProcess extends AsyncDisposable {
  readonly collections: Pick<CollectionService, 'create'>;
  readonly conversations: Pick<ConversationService, 'create'>;
  readonly messages: Pick<MessageService, 'append'>;
  readonly viewer: Viewer;
  search(collectionId: string, query: string): Promise<readonly Hit[]>;
  /** Loads a collection into the in-process index, which then follows later writes. */
  load(collectionId: string): Promise<void>;
}

export async function openInProcess(models: Models, ranker: Ranker): Promise<InProcess> {
  const log = pino({ level: 'warn' }, process.stderr);
  await using parts = new AsyncDisposableStack();
  const embedded = await openEmbedded({
    dataDir: null,
    onDeath: (error) => log.error({ err: error }, 'the database died'),
  });
  parts.defer(() => embedded.close());
  const db = connectKysely(embedded.pool);
  await migrate(db);
  const recall = parts.use(buildRecall({ db, jobs: db }, models, indexBytes, log));
  const { embedder, questions, reader } = models;
  const finder = new Finder({
    db,
    embedder,
    questions,
    sql: new SqlEngine({ db, ranker }),
    recall: new RecallEngine({ db, indexes: recall.indexes, ranker }),
    log,
  });
  const collections = new CollectionService(db);
  const memories = new MemoryService({ db, reader, collections });
  // Nothing is deleted here.
  const conversations = new ConversationService(db, collections, async () => {});
  const search: InProcess['search'] = async (collectionId, query) => {
    const asked = { query, collectionIds: [collectionId], mode: 'HYBRID', filter: {}, asOf: null } as const;
    return (await finder.find(reachOf(viewer), asked)).hits;
  };
  const all = parts.move();
  return {
    collections,
    conversations,
    messages: new MessageService({ db, reader, collections, memories, conversations }),
    viewer,
    search,
    async load(collectionId) {
      await search(collectionId, 'anything');
      await recall.indexes.idle();
      if (recall.indexes.statistics.collections === 0) throw new Error('The memories could not be held in the process');
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
