import type { CollectionKey } from '../../collection/collection.ts';
import type { Cypher, Neo4j } from '../../platform/neo4j/cypher.ts';
import { portions } from '../../platform/portions.ts';
import type { MirroredGraph } from './mirrored-graph.store.ts';

/** How far a collection has been copied. The fencing token `fence` changes with each write: a writer with an old one is late. */
export interface MirrorState {
  /** Number of the last event in the copy; -1 while the whole collection is being copied. */
  readonly seq: number;
  readonly fence: string;
}

/** The state when it is read: another process may be copying the whole collection. */
interface FoundState extends MirrorState {
  readonly isCopiedElsewhere: boolean;
}

/** Replaces what the copy has of some memories. */
interface MirrorChange extends MirroredGraph {
  readonly memoryIds: readonly string[];
}

/** Somebody else has written meanwhile, from a newer state; this write had no effect. */
export class LateWriteError extends Error {
  override readonly name = 'LateWriteError';
}

/**
 * A process that copies a whole collection writes a page more often than this, unless it has died. By Neo4j's clock, which may
 * have been set back since.
 */
const abandonedMs = 60_000;

/**
 * Maximum number of mentions deleted per transaction, with about as many relations: one that exceeds Neo4j's memory or time limit
 * could never succeed.
 */
const mostMentions = 2_000;
/** Maximum number of memories deleted per transaction, if they name little. */
const clearSize = 500;

/** The copy in Neo4j. Each write commits together with the progress that it makes. */
export class Neo4jMirrorStore {
  readonly #neo4j: Neo4j;
  readonly #holder = crypto.randomUUID();

  constructor(neo4j: Neo4j) {
    this.#neo4j = neo4j;
  }

  async state({ accountId: account, collectionId: collection }: CollectionKey): Promise<FoundState | null> {
    const [state] = await this.#neo4j.read((cypher) =>
      cypher.run<FoundState>(
        `MATCH (c:Mirror {account: $account, collection: $collection}) RETURN c.seq AS seq, c.fence AS fence,
         coalesce(c.seq < 0 AND c.holder <> $holder AND abs(timestamp() - c.at) < $abandonedMs, false) AS isCopiedElsewhere`,
        { account, collection, holder: this.#holder, abandonedMs },
      ),
    );
    return state ?? null;
  }

  /** Takes over a collection and removes it from the copy, to copy it again. */
  async begin(key: CollectionKey): Promise<MirrorState> {
    const state = { seq: -1, fence: crypto.randomUUID() };
    const { accountId: account, collectionId: collection } = key;
    await this.#neo4j.write((cypher) =>
      cypher.run(
        `MERGE (c:Mirror {account: $account, collection: $collection})
         SET c.seq = -1, c.fence = $fence, c.holder = $holder, c.at = timestamp()`,
        { account, collection, fence: state.fence, holder: this.#holder },
      ),
    );
    await this.#clear(key, state, memoriesOfCollection, key);
    return state;
  }

  /** Removes what was learnt in deleted conversations. */
  async clearConversations(key: CollectionKey, state: MirrorState, conversations: readonly string[]): Promise<void> {
    await this.#clear(key, state, memoriesOfConversations, { conversations });
  }

  /** Applies a change and advances the copy, both or neither. */
  async apply(key: CollectionKey, from: MirrorState, change: MirrorChange, seq: number): Promise<MirrorState> {
    const next = { seq, fence: crypto.randomUUID() };
    await this.#neo4j.write(async (cypher) => {
      await takeFence(cypher, key, from, next);
      await replaceMemories(cypher, key.accountId, change);
    });
    return next;
  }

  /** Removes up to `limit` memories of a collection, with all that only they state. Returns how many; 0 if none was left. */
  async erase(key: CollectionKey, limit: number): Promise<number> {
    const { accountId: account, collectionId: collection } = key;
    return await this.#neo4j.write(async (cypher) => {
      await lockAccount(cypher, account);
      const gone = await removeSome(cypher, account, memoriesOfCollection, { ...key, limit });
      if (gone === 0) await forgetMirror(cypher, account, collection);
      return gone;
    });
  }

  /**
   * Empties the copy of all accounts of the installation, to make it again; without a prefix, of all installations. Progress is
   * deleted first, in case this is interrupted, and again last: what servers copied meanwhile is incomplete.
   */
  async wipe(limit: number): Promise<void> {
    const nodes = ['Memory', 'Entity', 'Account', 'Mirror'].map((label) => `(n:${label})`);
    // One node may have more relations than fit into the memory of a transaction.
    for (const some of ['(n:Mirror)', '()-[n]->()', ...nodes]) {
      for (let left = limit; left === limit; ) {
        const rows = await this.#neo4j.write((cypher) =>
          cypher.run(
            `MATCH ${some} WHERE coalesce(n.account, n.id) STARTS WITH $account
             WITH n LIMIT toInteger($limit) DETACH DELETE n RETURN 1 AS gone`,
            { account: '', limit },
          ),
        );
        left = rows.length;
      }
    }
  }

  async #clear(key: CollectionKey, state: MirrorState, memories: string, of: object): Promise<void> {
    for (let gone = 1; gone > 0; ) {
      gone = await this.#neo4j.write(async (cypher) => {
        await takeFence(cypher, key, state, state);
        return await removeSome(cypher, key.accountId, memories, { ...of, limit: clearSize });
      });
    }
  }
}

const memoriesOfCollection = 'MATCH (m:Memory {account: $account, collection: $collectionId})';
const memoriesOfConversations =
  'UNWIND $conversations AS conversation MATCH (m:Memory {account: $account, conversation: conversation})';

/** Removes some of the memories that a pattern matches; returns how many. */
async function removeSome(
  cypher: Cypher,
  account: string,
  memories: string,
  of: { readonly limit: number },
): Promise<number> {
  const found = await cypher.run<{ id: string; names: number }>(
    `${memories} RETURN m.id AS id, COUNT { (m)-[:MENTIONS]->() } AS names LIMIT toInteger($limit)`,
    { ...of, account },
  );
  const [some = []] = portions(found, { most: mostMentions, sizeOf: ({ names }) => names });
  const ids = some.map(({ id }) => id);
  await settleEntities(cypher, account, await removeRows(cypher, account, ids));
  return some.length;
}

/** Locks the account, to which entities belong: two collections may at the same time begin and cease to name the same one. */
const lockAccount = (cypher: Cypher, account: string) =>
  cypher.run('MERGE (a:Account {id: $account}) SET a.locked = timestamp()', { account });

/** Deletes the account with its last collection: its name may be an e-mail address. */
async function forgetMirror(cypher: Cypher, account: string, collection: string): Promise<void> {
  await cypher.run('MATCH (c:Mirror {account: $account, collection: $collection}) DELETE c', { account, collection });
  await cypher.run('MATCH (a:Account {id: $account}) WHERE NOT EXISTS { (:Mirror {account: $account}) } DELETE a', {
    account,
  });
}

async function takeFence(cypher: Cypher, key: CollectionKey, from: MirrorState, to: MirrorState): Promise<void> {
  const { accountId: account, collectionId: collection } = key;
  await lockAccount(cypher, account);
  const taken = await cypher.run(
    `MATCH (c:Mirror {account: $account, collection: $collection}) WHERE c.fence = $expected
     SET c.fence = $fence, c.seq = $seq, c.at = timestamp() RETURN c.seq AS seq`,
    { account, collection, expected: from.fence, ...to },
  );
  if (taken.length === 0) throw new LateWriteError('The collection was copied by somebody else meanwhile');
}

async function replaceMemories(cypher: Cypher, account: string, change: MirrorChange): Promise<void> {
  const { memoryIds, mentions, relations } = change;
  const named = await removeRows(cypher, account, memoryIds);
  await cypher.run(
    `UNWIND $mentions AS row
     MERGE (m:Memory {account: $account, id: row.memoryId})
     ON CREATE SET m.collection = row.collectionId, m.conversation = row.conversationId
     MERGE (e:Entity {account: $account, id: row.entityId})
     CREATE (m)-[:MENTIONS {account: $account, name: row.name, type: row.type}]->(e)`,
    { account, mentions },
  );
  await cypher.run(
    `UNWIND $relations AS row
     MATCH (a:Entity {account: $account, id: row.fromId})
     MATCH (b:Entity {account: $account, id: row.toId})
     CREATE (a)-[:RELATES {account: $account, id: row.id, memory: row.memoryId, collection: row.collectionId,
       type: row.type, weight: row.weight}]->(b)`,
    { account, relations },
  );
  await settleEntities(cypher, account, [...new Set([...named, ...mentions.map(({ entityId }) => entityId)])]);
}

/** Deletes what the copy has of the memories; returns the ids of the entities that they named. */
async function removeRows(cypher: Cypher, account: string, memories: readonly string[]): Promise<string[]> {
  const named = await cypher.run<{ id: string }>(
    `UNWIND $memories AS memory
     MATCH (:Memory {account: $account, id: memory})-[:MENTIONS]->(e:Entity {account: $account}) RETURN DISTINCT e.id AS id`,
    { account, memories },
  );
  await cypher.run(
    `UNWIND $memories AS memory
     MATCH ()-[r:RELATES {account: $account, memory: memory}]->() DELETE r`,
    { account, memories },
  );
  await cypher.run('UNWIND $memories AS memory MATCH (m:Memory {account: $account, id: memory}) DETACH DELETE m', {
    account,
    memories,
  });
  return named.map(({ id }) => id);
}

/** Deletes entities that no memory names any more, and gives the others their most frequent name and known type. */
async function settleEntities(cypher: Cypher, account: string, entities: readonly string[]): Promise<void> {
  await cypher.run(
    `UNWIND $entities AS entity
     MATCH (e:Entity {account: $account, id: entity}) WHERE NOT (e)<-[:MENTIONS]-(:Memory) DETACH DELETE e`,
    { account, entities },
  );
  await cypher.run(
    `UNWIND $entities AS entity
     MATCH (e:Entity {account: $account, id: entity})
     CALL (e) {
       MATCH (e)<-[n:MENTIONS]-(:Memory) WITH n.name AS name, count(*) AS times ORDER BY times DESC, name LIMIT 1
       RETURN name
     }
     CALL (e) {
       MATCH (e)<-[n:MENTIONS]-(:Memory)
       WITH n.type AS type, count(*) AS times ORDER BY type = 'THING', times DESC, type LIMIT 1
       RETURN type
     }
     SET e.name = name, e.type = type`,
    { account, entities },
  );
}
