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

  it('returns to each concurrent query its own answer', async () => {
    const numbers = Array.from({ length: 300 }, (_, index) => index);
    const answers = await Promise.all(numbers.map((n) => database.pool.query('select $1::int as n', [n])));
    expect(answers.map(({ rows }) => rows[0].n)).toEqual(numbers);
  });

  it('keeps committed changes and discards rolled back ones', async () => {
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

  it.each([
    ['open', ['begin', 'create table left_open (n int)']],
    ['failed', ['begin', 'create table left_open (n int)', 'select 1/0']],
  ])('rolls back a transaction that was %s when its client was released', async (_, statements) => {
    const client = await database.pool.connect();
    for (const statement of statements) await client.query(statement).catch(() => undefined);
    client.release();
    const { rows } = await database.pool.query("select to_regclass('left_open') as t");
    expect(rows).toEqual([{ t: null }]);
  });

  it('transfers values of many megabytes in both directions', async () => {
    const text = 'ä€x'.repeat(4 * 1024 * 1024);
    const { rows } = await database.pool.query('select $1::text as t, octet_length($1::text) as bytes', [text]);
    expect(rows[0].bytes).toBe(6 * 4 * 1024 * 1024);
    expect(rows[0].t === text).toBe(true);
  });

  it('returns answers in order when a long one takes several turns of the event loop', async () => {
    const client = await database.pool.connect();
    const [long, short] = await Promise.all([
      client.query("select repeat('x', 1000) from generate_series(1, 5000)"),
      client.query('select 1 as n'),
    ]);
    client.release();
    expect([long.rows.length, short.rows]).toEqual([5000, [{ n: 1 }]]);
  });
});

describe('closing an embedded database', () => {
  it('waits for pending queries, and refuses later ones', async () => {
    const database = await openEmbedded({ dataDir: null, onDeath: (error) => expect.fail(error.message) });
    const pending = database.pool.query('select 1 as n from pg_sleep(0.05)');
    await database.close();
    await expect(pending).resolves.toMatchObject({ rows: [{ n: 1 }] });
    await expect(database.pool.query('select 1')).rejects.toThrow();
  });
});
