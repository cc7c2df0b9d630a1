import { wholeAccount } from '../../collection/reach.ts';
import type { Neo4j } from '../../platform/neo4j/cypher.ts';
import { orAfter } from '../../platform/or-after.ts';
import type { Naming } from '../../search/graph-arm.ts';
import type { GraphScope, GraphStore, WeighedEntity } from '../graph-store.ts';

/** Maximum time that a search waits for this: it only decides between hits that are nearly alike. */
const namingMs = 300;

/** Traverses the copy of the graph in Neo4j. */
export class Neo4jGraphStore implements GraphStore {
  readonly #neo4j: Neo4j;

  constructor(neo4j: Neo4j) {
    this.#neo4j = neo4j;
  }

  /** Makes Neo4j compile the queries, which takes longer than a search waits for one. */
  async warmUp(): Promise<void> {
    const scope = { reach: wholeAccount(''), collectionIds: [] };
    await this.neighbours(scope, [''], [], 1);
    await this.relationsAmong(scope, [''], 1);
    await this.#naming('', [''], ['']);
  }

  neighbours(
    { reach: { accountId: account }, collectionIds: collections }: GraphScope,
    ids: readonly string[],
    except: readonly string[],
    limit: number,
  ): Promise<WeighedEntity[]> {
    return this.#neo4j.read((cypher) =>
      cypher.run<WeighedEntity>(
        `UNWIND $ids AS start
         MATCH (:Entity {account: $account, id: start})-[r:RELATES]-(o:Entity)
         WHERE r.account = $account AND o.account = $account AND r.collection IN $collections AND NOT o.id IN $except
         RETURN o.id AS id, sum(r.weight) AS weight ORDER BY weight DESC, id LIMIT toInteger($limit)`,
        { account, collections, ids, except, limit },
      ),
    );
  }

  async relationsAmong(
    { reach: { accountId: account }, collectionIds: collections }: GraphScope,
    ids: readonly string[],
    limit: number,
  ): Promise<string[]> {
    const rows = await this.#neo4j.read((cypher) =>
      cypher.run<{ id: string }>(
        `UNWIND $ids AS start
         MATCH (:Entity {account: $account, id: start})-[r:RELATES]->(o:Entity)
         WHERE r.account = $account AND o.account = $account AND r.collection IN $collections AND o.id IN $ids
         RETURN r.id AS id, sum(r.weight) AS weight ORDER BY weight DESC, id LIMIT toInteger($limit)`,
        { account, collections, ids, limit },
      ),
    );
    return rows.map(({ id }) => id);
  }

  async naming(account: string, seeds: readonly string[], memories: readonly string[]): Promise<Naming[]> {
    const found = await orAfter(this.#naming(account, seeds, memories), namingMs, null);
    if (!found) throw new Error(`Neo4j did not answer within ${namingMs} ms`);
    return found;
  }

  #naming(account: string, seeds: readonly string[], memories: readonly string[]): Promise<Naming[]> {
    return this.#neo4j.read((cypher) =>
      cypher.run<Naming>(
        `UNWIND $seeds AS seed
         MATCH (:Memory {account: $account, id: seed})-[:MENTIONS]->(e:Entity {account: $account})
         WITH collect(DISTINCT e.id) AS wanted
         UNWIND $memories AS memory
         MATCH (m:Memory {account: $account, id: memory})-[:MENTIONS]->(e:Entity {account: $account})
         WHERE e.id IN wanted
         RETURN m.id AS memoryId, e.id AS entityId`,
        { account, seeds, memories },
      ),
    );
  }
}
