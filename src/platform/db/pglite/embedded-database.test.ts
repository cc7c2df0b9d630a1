import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedDatabase, openEmbedded } from './embedded-database.ts';

describe('an embedded database in memory', () => {
  let database: EmbeddedDatabase;
  beforeAll(async () => {
    database = await openEmbedded({ dataDir: null, onDeath: (error) => expect.fail(error.message) });
  });
  afterAll(() => database.close());

  it('is Postgres 18 with the extensions that the migrations need', async () => {
    const { rows } = await database.pool.query('select extname from pg_extension order by extname');
    expect(rows.map((row) => row.extname)).toEqual(['btree_gin', 'pg_trgm', 'plpgsql', 'vector']);
    await expect(database.pool.query('show server_version_num')).resolves.toMatchObject({
      rows: [{ server_version_num: expect.stringMatching(/^18/) }],
    });
  });

  it('gives each of many concurrent queries its own answer', async () => {
    const numbers = Array.from({ length: 300 }, (_, index) => index);
    const answers = await Promise.all(numbers.map((n) => database.pool.query('select $1::int as n', [n])));
    expect(answers.map(({ rows }) => rows[0].n)).toEqual(numbers);
  });

  it('keeps what a transaction commits and nothing of what it rolls back', async () => {
    const client = await database.pool.connect();
    await client.query('create temp table kept (n int)');
    await client.query('begin');
    await client.query('insert into kept values (1)');
    await client.query('commit');
    await client.query('begin');
    await client.query('insert into kept values (2)');
    await client.query('rollback');
    const { rows } = await client.query('select n from kept');
    client.release();
    expect(rows).toEqual([{ n: 1 }]);
  });
});
