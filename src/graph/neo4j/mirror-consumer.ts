import type { CollectionKey } from '../../collection/collection.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Batch, LoggedEvent } from '../../platform/events/consumer.ts';
import { oneByOne, type Prepared, type PreparingConsumer } from '../../platform/events/preparing-consumer.ts';
import { tellsOfText } from '../graph-consumer.ts';
import { tellsOfAll } from '../read-anew.ts';
import { hasCollection, pageOf, readMirrored } from './mirrored-graph.store.ts';
import { LateWriteError, type MirrorState, type Neo4jMirrorStore } from './neo4j-mirror.store.ts';

const batch = 100;
/** Memories that one write copies where a whole collection is copied. */
const pageSize = 1_000;
/** Each time that it is late another process has brought the copy on. */
const mostAttempts = 5;

/**
 * Keeps the copy in Neo4j in step with the tables, behind who writes those. How far it has come stands in Neo4j itself and
 * commits with what was written: nothing is lost or doubled wherever it is broken off. Where Neo4j knows nothing of a
 * collection, or less than the log tells, or all of it was read anew, the whole is copied.
 */
export const mirrorConsumer = (mirror: Neo4jMirrorStore): PreparingConsumer => ({
  name: 'neo4j',
  kind: 'collection',
  batch,
  follows: 'graph',
  prepare: oneByOne(async (db, taken) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await bringOn(db, mirror, taken);
      } catch (error) {
        if (!(error instanceof LateWriteError) || attempt === mostAttempts) throw error;
      }
    }
  }),
});

/** Processes that each began to copy the whole anew whenever something was written would never come to its end. */
async function bringOn(db: Database, mirror: Neo4jMirrorStore, { stream, events, end }: Batch): Promise<Prepared> {
  const key = { accountId: stream.accountId, collectionId: stream.streamId };
  const state = await mirror.state(key);
  if (state?.isCopiedElsewhere) return 'later';
  const toFollow =
    state && reaches(state, events) && !events.some((event) => event.seq > state.seq && tellsOfAll(event));
  if (toFollow) await follow(db, mirror, key, state, events);
  else await copy(db, mirror, key, end);
  return async () => 'done';
}

/** The copy has all that came before these events. */
const reaches = ({ seq }: MirrorState, [first]: readonly LoggedEvent[]): boolean =>
  seq >= 0 && first !== undefined && seq >= first.seq - 1;

async function follow(
  db: Database,
  mirror: Neo4jMirrorStore,
  key: CollectionKey,
  state: MirrorState,
  events: readonly LoggedEvent[],
): Promise<void> {
  const fresh = events.filter(({ seq }) => seq > state.seq);
  const last = fresh.at(-1);
  if (!last) return;
  const memoryIds = [...new Set(fresh.filter(tellsOfText).map(({ subjectId }) => subjectId))];
  const conversationIds = fresh.filter(({ type }) => type === 'ConversationDeleted').map(({ subjectId }) => subjectId);
  const graph = await readMirrored(db, key.accountId, memoryIds);
  await mirror.apply(key, state, { ...graph, memoryIds, conversationIds }, last.seq);
}

/** `seq` is read before the memories: what changes while they are copied is followed afterwards. */
async function copy(db: Database, mirror: Neo4jMirrorStore, key: CollectionKey, seq: number): Promise<void> {
  const { accountId, collectionId } = key;
  let state = await mirror.begin(key);
  // An erasure that came first did not meet what has just begun; one that comes from now on does.
  if (!(await hasCollection(db, accountId, collectionId))) {
    while ((await mirror.erase(key, pageSize)) === pageSize);
    return;
  }
  for (let after: string | null = null; ; ) {
    const memoryIds: string[] = await pageOf(db, accountId, { collectionId, after, limit: pageSize });
    const done = memoryIds.length < pageSize;
    const graph = await readMirrored(db, accountId, memoryIds);
    state = await mirror.apply(key, state, { ...graph, memoryIds, conversationIds: [] }, done ? seq : -1);
    if (done) return;
    after = memoryIds.at(-1) ?? null;
  }
}
