import type { Logger } from 'pino';
import { mirrorConsumer } from '../graph/neo4j/mirror-consumer.ts';
import { Neo4jGraphStore } from '../graph/neo4j/neo4j-graph.store.ts';
import { Neo4jMirrorStore } from '../graph/neo4j/neo4j-mirror.store.ts';
import { prepareNeo4j } from '../graph/neo4j/neo4j-schema.store.ts';
import { ofInstallation } from '../graph/neo4j/of-installation.ts';
import type { Config } from '../platform/config/config.ts';
import type { Neo4j } from '../platform/neo4j/cypher.ts';
import { Neo4jConnection } from '../platform/neo4j/neo4j-connection.ts';

/** The copy of the graph in Neo4j, if configured. Neo4j may be unreachable at any time. */
export type GraphMirror = Awaited<ReturnType<typeof openGraphMirror>>;

/** Loads the driver. `connection.start()` connects to Neo4j; nobody has to wait for that. */
export async function openGraphMirror(config: NonNullable<Config['neo4j']>, log: Logger) {
  const connection = await Neo4jConnection.open({ ...config, prepare, log });
  const neo4j = ofInstallation(connection, config.prefix);
  const copy = new Neo4jMirrorStore(neo4j);
  return {
    connection,
    /** Walks the graph in Neo4j. */
    store: new Neo4jGraphStore(neo4j),
    copy,
    /** Keeps the copy in step. */
    consumer: mirrorConsumer(copy),
    /** Erases deleted collections from the copy; rejects while Neo4j is unreachable, and the erasure is retried. */
    erase: (accountId: string, collectionId: string, limit: number): Promise<number> =>
      copy.erase({ accountId, collectionId }, limit),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

/** Runs each time Neo4j is reachable again, before anything is asked of it. */
async function prepare(neo4j: Neo4j): Promise<void> {
  await prepareNeo4j(neo4j);
  await new Neo4jGraphStore(neo4j).warmUp();
}
