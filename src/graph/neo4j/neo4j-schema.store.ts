import type { Neo4j } from '../../platform/neo4j/cypher.ts';

/**
 * `(:Memory)-[:MENTIONS]->(:Entity)`, `(:Entity)-[:RELATES]->(:Entity)` once for each memory that states it, and `(:Mirror)` for
 * how far a collection has been copied. Each of them has its account.
 */
const statements = [
  'CREATE CONSTRAINT entity_key IF NOT EXISTS FOR (e:Entity) REQUIRE (e.account, e.id) IS UNIQUE',
  'CREATE CONSTRAINT memory_key IF NOT EXISTS FOR (m:Memory) REQUIRE (m.account, m.id) IS UNIQUE',
  'CREATE CONSTRAINT mirror_key IF NOT EXISTS FOR (c:Mirror) REQUIRE (c.account, c.collection) IS UNIQUE',
  'CREATE CONSTRAINT account_key IF NOT EXISTS FOR (a:Account) REQUIRE a.id IS UNIQUE',
  'CREATE INDEX memory_of_collection IF NOT EXISTS FOR (m:Memory) ON (m.account, m.collection)',
  'CREATE INDEX memory_of_conversation IF NOT EXISTS FOR (m:Memory) ON (m.account, m.conversation)',
  'CREATE INDEX relation_of_memory IF NOT EXISTS FOR ()-[r:RELATES]-() ON (r.account, r.memory)',
] as const;

/** Creates missing constraints and indexes. */
export async function prepareNeo4j(neo4j: Neo4j): Promise<void> {
  for (const statement of statements) await neo4j.write((cypher) => cypher.run(statement, {}));
}
