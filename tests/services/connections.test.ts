import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import neo4j from 'neo4j-driver';
import pg from 'pg';
import { expect, test } from 'vitest';

const {
  TEST_DATABASE_URL: databaseUrl = '',
  TEST_REDIS_URL: redisUrl = '',
  TEST_NEO4J_URL: neo4jUrl = '',
  TEST_NEO4J_USER: neo4jUser = 'neo4j',
  TEST_NEO4J_PASSWORD: neo4jPassword = '',
} = process.env;

test.skipIf(databaseUrl === '')('Postgres has pgvector 0.8 or later (needs TEST_DATABASE_URL)', async () => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // Undone at the end: other tests see to their extensions themselves.
    await client.query('begin');
    await client.query('create extension if not exists vector');
    const { rows } = await client.query(
      `select string_to_array(extversion, '.')::int[] >= array[0, 8] as recent,
              '[1,0,0]'::halfvec(3) <=> '[0,1,0]'::halfvec(3) as distance
       from pg_extension where extname = 'vector'`,
    );
    await client.query('rollback');
    expect(rows).toEqual([{ recent: true, distance: 1 }]);
  } finally {
    await client.end();
  }
});

test.skipIf(redisUrl === '')(
  'Redis keeps a value for its time and carries a message (needs TEST_REDIS_URL)',
  async () => {
    const key = `test:${randomUUID()}`;
    const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1 });
    const subscriber = redis.duplicate();
    try {
      await redis.set(key, 'kept', 'EX', 60);
      expect(await redis.get(key)).toBe('kept');
      const received = new Promise((resolve) => subscriber.on('message', (...message) => resolve(message)));
      await subscriber.subscribe(key);
      await redis.publish(key, 'wake up');
      expect(await received).toEqual([key, 'wake up']);
    } finally {
      await redis.del(key);
      await Promise.all([subscriber.quit(), redis.quit()]);
    }
  },
);

test.skipIf(neo4jUrl === '')('Neo4j walks a relation that it was given (needs TEST_NEO4J_URL)', async () => {
  const driver = neo4j.driver(neo4jUrl, neo4j.auth.basic(neo4jUser, neo4jPassword));
  const run = randomUUID();
  try {
    await driver.executeQuery(
      'CREATE (:ConnectionTest {run: $run, name: "a"})-[:NEXT]->(:ConnectionTest {run: $run, name: "b"})',
      { run },
    );
    const { records } = await driver.executeQuery(
      'MATCH (:ConnectionTest {run: $run, name: "a"})-[:NEXT]->(b) RETURN b.name AS name',
      { run },
    );
    expect(records.map((record) => record.toObject())).toEqual([{ name: 'b' }]);
    await driver.executeQuery('MATCH (n:ConnectionTest {run: $run}) DETACH DELETE n', { run });
  } finally {
    await driver.close();
  }
});
