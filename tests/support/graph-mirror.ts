import { sql } from 'kysely';
import { pino } from 'pino';
import { type GraphMirror, openGraphMirror } from '../../src/app/graph-mirror.ts';
import { RulesExtractor } from '../../src/graph/extraction/rules-extractor.ts';
import { graphConsumer } from '../../src/graph/graph-consumer.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { ConsumerRunner } from '../../src/platform/events/consumer-runner.ts';
import { runnerOf } from './runner-of.ts';

const log = pino({ level: 'silent' });

/** The Neo4j of the tests. Null if there is none. */
export const testNeo4j = process.env['TEST_NEO4J_URL']
  ? {
      url: process.env['TEST_NEO4J_URL'],
      user: process.env['TEST_NEO4J_USER'] ?? 'neo4j',
      password: process.env['TEST_NEO4J_PASSWORD'] ?? '',
      prefix: '',
    }
  : null;

/** The graph consumer, for tests that process the log by hand. */
export const graphRunner = (db: Database): ConsumerRunner => runnerOf(db, graphConsumer(new RulesExtractor()));

/** A running Neo4j mirror, and the consumer that brings it in step with the tables. */
export async function openTestMirror(db: Database, neo4j: NonNullable<typeof testNeo4j>) {
  const mirror = await openGraphMirror(neo4j, log);
  void mirror.connection.start();
  await isBack(mirror);
  return { ...mirror, runner: mirrorRunner(db, mirror) };
}

const mirrorRunner = (db: Database, { consumer, connection }: GraphMirror): ConsumerRunner =>
  new ConsumerRunner({ requests: db, background: db, consumers: [consumer], log, paused: () => !connection.isUp });

/** Numbers of entities, mentions and relations in the tables. */
export async function graphCounts(db: Database, accountId: string): Promise<GraphCounts> {
  const { rows } = await sql<GraphCounts>`
    select (select count(distinct entity_id)::int from mention where account_id = ${accountId}) as entities,
      (select count(*)::int from mention where account_id = ${accountId}) as mentions,
      (select count(*)::int from relation where account_id = ${accountId}) as relations`.execute(db);
  return rows[0] ?? nothing;
}

/** The same counts in the mirror. */
export async function copiedCounts(
  { connection }: Pick<GraphMirror, 'connection'>,
  account: string,
): Promise<GraphCounts> {
  const [counts] = await connection.read((cypher) =>
    cypher.run<GraphCounts>(
      `RETURN COUNT { MATCH (e:Entity {account: $account}) } AS entities,
         COUNT { MATCH (:Memory {account: $account})-[:MENTIONS]->() } AS mentions,
         COUNT { MATCH (:Entity {account: $account})-[:RELATES]->() } AS relations`,
      { account },
    ),
  );
  return counts ?? nothing;
}

interface GraphCounts {
  readonly entities: number;
  readonly mentions: number;
  readonly relations: number;
}

const nothing: GraphCounts = { entities: 0, mentions: 0, relations: 0 };

/** Waits until Neo4j answers. */
export async function isBack({ connection }: Pick<GraphMirror, 'connection'>): Promise<void> {
  if (connection.isUp) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  connection.onBack(resolve);
  await promise;
}
