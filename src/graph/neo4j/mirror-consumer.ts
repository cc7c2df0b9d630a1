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
    const { accountId, streamId: collectionId } = taken.stream;
    const copy = new CollectionCopy(db, mirror, { accountId, collectionId });
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await copy.bringOn(taken);
      } catch (error) {
        if (!(error instanceof LateWriteError) || attempt === mostAttempts) throw error;
      }
    }
  }),
});

/** Whether a copy includes all that came before these events. */
const reaches = ({ seq }: MirrorState, [first]: readonly LoggedEvent[]): boolean =>
  seq >= 0 && first !== undefined && seq >= first.seq - 1;

/** What the copy has of one collection. */
class CollectionCopy {
  readonly #db: Database;
  readonly #mirror: Neo4jMirrorStore;
  readonly #key: CollectionKey;

  constructor(db: Database, mirror: Neo4jMirrorStore, key: CollectionKey) {
    this.#db = db;
    this.#mirror = mirror;
    this.#key = key;
  }

  /**
   * Returns `later` while another process copies the whole collection: processes that each restarted the copy at every event would
   * never finish.
   */
  async bringOn({ events, end }: Batch): Promise<'later' | (() => Promise<'done'>)> {
    const state = await this.#mirror.state(this.#key);
    if (state?.isCopiedElsewhere) return 'later';
    const toFollow =
      state && reaches(state, events) && !events.some((event) => event.seq > state.seq && tellsOfAll(event));
    if (toFollow) await this.#follow(state, events);
    else await this.#makeAnew(end);
    return async () => 'done';
  }

  async #follow(state: MirrorState, events: readonly LoggedEvent[]): Promise<void> {
    const fresh = events.filter(({ seq }) => seq > state.seq);
    const last = fresh.at(-1);
    if (!last) return;
    const conversationIds = subjectsOf(fresh, ({ type }) => type === 'ConversationDeleted');
    if (conversationIds.length > 0) await this.#mirror.clearConversations(this.#key, state, conversationIds);
    await this.#write(state, changedIn(fresh), last.seq);
  }

  /** `seq` is read before the memories: what changes during the copy is followed afterwards. */
  async #makeAnew(seq: number): Promise<void> {
    let state = await this.#mirror.begin(this.#key);
    // An erasure before `begin` has not seen what just began; a later one will.
    if (!(await hasCollection(this.#db, this.#key))) {
      while ((await this.#mirror.erase(this.#key, pageSize)) > 0);
      return;
    }
    for (let after: string | null = null; ; ) {
      const memoryIds: string[] = await pageOf(this.#db, this.#key, after, pageSize);
      const done = memoryIds.length < pageSize;
      state = await this.#write(state, memoryIds, done ? seq : -1);
      if (done) return;
      after = memoryIds.at(-1) ?? null;
    }
  }

  /** Writes what the tables have of the memories, in as many writes as it takes. Only the last one advances the copy to `seq`. */
  async #write(from: MirrorState, memoryIds: readonly string[], seq: number): Promise<MirrorState> {
    const graph = await readMirrored(this.#db, this.#key.accountId, memoryIds);
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
    for (const ids of parts) state = await this.#mirror.apply(this.#key, state, changeOf(ids), from.seq);
    return await this.#mirror.apply(this.#key, state, changeOf(last), seq);
  }
}
