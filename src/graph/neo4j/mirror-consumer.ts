import type { CollectionKey } from '../../collection/collection.ts';
import { subjectsOf } from '../../memory/memories-of-events.ts';
import type { Database } from '../../platform/db/database.ts';
import { oneByOne } from '../../platform/events/consume.ts';
import type { Batch, Consumer, LoggedEvent } from '../../platform/events/consumer.ts';
import { portions } from '../../platform/portions.ts';
import { changedIn } from '../graph-consumer.ts';
import { tellsOfAll } from '../read-anew.ts';
import { hasCollection, pageOf, readMirrored } from './mirrored-graph.store.ts';
import { LateWriteError, type MirrorState, type Neo4jMirrorStore } from './neo4j-mirror.store.ts';

const batch = 100;
/** Memories per read while a whole collection is copied. */
const pageSize = 1_000;
/** Maximum number of mentions and relations per write: a much larger transaction would exceed Neo4j's time limit or memory. */
const mostRows = 5_000;
/** Each late write means that another process has advanced the copy. */
const mostAttempts = 5;

/**
 * Keeps the copy in Neo4j in step with the tables, behind the consumer that writes those. Its progress is stored in Neo4j and
 * commits with each write: nothing is lost or duplicated, wherever it is interrupted. The whole collection is copied if Neo4j
 * does not know it, misses events before those to follow, or if all of it was read again.
 */
export const mirrorConsumer = (mirror: Neo4jMirrorStore): Consumer => ({
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

/**
 * Returns `later` while another process copies the whole collection: processes that each restarted the copy at every event would
 * never finish.
 */
async function bringOn(db: Database, mirror: Neo4jMirrorStore, { stream, events, end }: Batch) {
  const key = { accountId: stream.accountId, collectionId: stream.streamId };
  const state = await mirror.state(key);
  if (state?.isCopiedElsewhere) return 'later';
  const toFollow =
    state && reaches(state, events) && !events.some((event) => event.seq > state.seq && tellsOfAll(event));
  if (toFollow) await follow(db, mirror, key, state, events);
  else await copy(db, mirror, key, end);
  return async () => 'done' as const;
}

/** Whether the copy includes all that came before these events. */
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
  const conversationIds = subjectsOf(fresh, ({ type }) => type === 'ConversationDeleted');
  if (conversationIds.length > 0) await mirror.clearConversations(key, state, conversationIds);
  await write(db, mirror, key, state, changedIn(fresh), last.seq);
}

/** Writes what the tables have of the memories to the copy, in as many writes as it takes. Only the last one advances the copy to `seq`. */
async function write(
  db: Database,
  mirror: Neo4jMirrorStore,
  key: CollectionKey,
  from: MirrorState,
  memoryIds: readonly string[],
  seq: number,
): Promise<MirrorState> {
  const graph = await readMirrored(db, key.accountId, memoryIds);
  const mentions = Map.groupBy(graph.mentions, ({ memoryId }) => memoryId);
  const relations = Map.groupBy(graph.relations, ({ memoryId }) => memoryId);
  const rowsOf = (id: string) => (mentions.get(id)?.length ?? 0) + (relations.get(id)?.length ?? 0);
  const parts = [...portions(memoryIds, { most: mostRows, sizeOf: rowsOf })];
  const last = parts.pop() ?? [];
  const changeOf = (ids: readonly string[]) => ({
    memoryIds: ids,
    mentions: ids.flatMap((id) => mentions.get(id) ?? []),
    relations: ids.flatMap((id) => relations.get(id) ?? []),
  });
  let state = from;
  for (const ids of parts) state = await mirror.apply(key, state, changeOf(ids), from.seq);
  return await mirror.apply(key, state, changeOf(last), seq);
}

/** `seq` is read before the memories: what changes during the copy is followed afterwards. */
async function copy(db: Database, mirror: Neo4jMirrorStore, key: CollectionKey, seq: number): Promise<void> {
  let state = await mirror.begin(key);
  // An erasure before `begin` has not seen what just began; a later one will.
  if (!(await hasCollection(db, key))) {
    while ((await mirror.erase(key, pageSize)) > 0);
    return;
  }
  for (let after: string | null = null; ; ) {
    const memoryIds: string[] = await pageOf(db, key, after, pageSize);
    const done = memoryIds.length < pageSize;
    state = await write(db, mirror, key, state, memoryIds, done ? seq : -1);
    if (done) return;
    after = memoryIds.at(-1) ?? null;
  }
}
