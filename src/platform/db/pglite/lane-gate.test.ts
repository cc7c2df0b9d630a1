import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bossDatabase } from '../../jobs/boss-database.ts';
import { type EmbeddedDatabase, openEmbedded } from './embedded-database.ts';
import { type Lane, LaneGate } from './lane-gate.ts';

let database: EmbeddedDatabase;
beforeAll(async () => {
  database = await openEmbedded({ dataDir: null, onDeath: (error) => expect.fail(error.message) });
});
afterAll(() => database.close());

const noLeak = (message: string): void => expect.fail(message);
const openGate = (acquireTimeoutMs = 10_000, onLeak = noLeak) =>
  new LaneGate(database.pool, { acquireTimeoutMs, onLeak });

async function ask(lane: Lane, statement: string) {
  const lease = await lane.connect();
  return await lease.query(statement).finally(() => lease.release());
}

describe('the gate', () => {
  it('serves waiting requests before waiting jobs, and each lane in order', async () => {
    const gate = openGate();
    const order: string[] = [];
    const holder = await gate.lane('jobs').connect();
    const use = async (lane: 'requests' | 'jobs', name: string) => {
      const lease = await gate.lane(lane).connect();
      order.push(name);
      await lease.query('select 1');
      lease.release();
    };
    const all = [
      use('jobs', 'job 1'),
      use('jobs', 'job 2'),
      use('requests', 'request 1'),
      use('requests', 'request 2'),
      use('jobs', 'job 3'),
    ];
    expect(gate.figures).toEqual({ total: 1, idle: 0, waiting: 5, max: 1, timeouts: 0 });
    holder.release();
    await Promise.all(all);
    expect(order).toEqual(['request 1', 'request 2', 'job 1', 'job 2', 'job 3']);
    expect(gate.figures).toMatchObject({ idle: 1, waiting: 0 });
  });

  it('serves a later request before a waiting job', async () => {
    const gate = openGate();
    const order: string[] = [];
    const holder = await gate.lane('requests').connect();
    const job = ask(gate.lane('jobs'), 'select 1').then(() => order.push('job'));
    const request = ask(gate.lane('requests'), 'select 1').then(() => order.push('request'));
    holder.release();
    await Promise.all([job, request]);
    expect(order).toEqual(['request', 'job']);
  });

  it('refuses waiting and new callers on an ended lane, and leaves the other open', async () => {
    const gate = openGate();
    const holder = await gate.lane('requests').connect();
    const waiting = gate.lane('jobs').connect();
    await gate.lane('jobs').end();
    await expect(waiting).rejects.toMatchObject({ code: 'DATABASE_LANE_ENDED' });
    await expect(gate.lane('jobs').connect()).rejects.toMatchObject({ code: 'DATABASE_LANE_ENDED' });
    holder.release();
    await expect(ask(gate.lane('requests'), 'select 1')).resolves.toBeDefined();
  });
});

describe('a connection of a lane', () => {
  it('times out with the holder named, and goes to the next caller once released', async () => {
    const gate = openGate(50);
    const holder = await gate.lane('jobs').connect();
    const busy = holder.query('select pg_sleep(0.4)');
    await expect(gate.lane('requests').connect()).rejects.toMatchObject({
      code: 'DATABASE_CONNECTION_TIMEOUT',
      message: expect.stringMatching(/lane requests within 50 ms: held by jobs for \d+ ms/),
    });
    expect(gate.figures).toMatchObject({ waiting: 0, timeouts: 1 });
    await busy;
    holder.release();
    await expect(ask(gate.lane('requests'), 'select 1 as n')).resolves.toMatchObject({ rows: [{ n: 1 }] });
  });

  it('is reclaimed and rolled back if its holder leaks it, and the leak is reported', async () => {
    const leaks: string[] = [];
    const gate = openGate(50, (message) => leaks.push(message));
    const forgotten = await gate.lane('jobs').connect();
    await forgotten.query('begin');
    await forgotten.query('create table half (n int)');
    await expect(ask(gate.lane('requests'), "select to_regclass('half') as t")).resolves.toMatchObject({
      rows: [{ t: null }],
    });
    await expect(forgotten.query('select 1')).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_RELEASED' });
    forgotten.release();
    expect(leaks).toEqual([expect.stringMatching(/lane jobs, held for \d+ ms/)]);
    expect(gate.figures.idle).toBe(1);
  });

  it('is not shared by two holders after a double release', async () => {
    const gate = openGate();
    const first = await gate.lane('requests').connect();
    first.release();
    const second = await gate.lane('requests').connect();
    first.release();
    expect(gate.figures.idle).toBe(0);
    await expect(first.query('select 1')).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_RELEASED' });
    await expect(second.query('select 2 as n')).resolves.toMatchObject({ rows: [{ n: 2 }] });
    second.release();
  });

  it.each([
    ['inside a transaction', ['begin', 'create temp table mine (n int)']],
    ['inside a failed transaction', ['begin', 'create temp table mine (n int)', 'select 1/0']],
  ])('carries no state over if released %s', async (_, statements) => {
    const gate = openGate();
    const lease = await gate.lane('requests').connect();
    for (const statement of statements) await lease.query(statement).catch(() => undefined);
    lease.release();
    const own = "select to_regclass('mine') as t, now() = statement_timestamp() as own";
    const next = await ask(gate.lane('requests'), own);
    expect(next.rows).toEqual([{ t: null, own: true }]);
  });

  it('carries no state over if released while a query runs', async () => {
    const gate = openGate();
    const lease = await gate.lane('requests').connect();
    const begun = lease.query('begin').catch(() => undefined);
    lease.release();
    await begun;
    await ask(gate.lane('requests'), 'create table committed (n int)');
    const fresh = await database.pool.query("select to_regclass('committed') is not null as there");
    expect(fresh.rows).toEqual([{ there: true }]);
  });
});

describe('a lane', () => {
  it('serves Kysely with transactions and failing statements in them', async () => {
    const gate = openGate();
    const db = new Kysely<{ noted: { n: number } }>({ dialect: new PostgresDialect({ pool: gate.lane('requests') }) });
    await db.executeQuery(CompiledQuery.raw('create table noted (n int unique)'));
    await db.transaction().execute((trx) => trx.insertInto('noted').values({ n: 1 }).execute());
    const failing = db.transaction().execute(async (trx) => {
      await trx.insertInto('noted').values({ n: 2 }).execute();
      await trx.insertInto('noted').values({ n: 1 }).execute();
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    const rows = await Promise.all(
      [1, 2, 3].map(() => db.selectFrom('noted').select(sql<number>`n`.as('n')).execute()),
    );
    expect(rows).toEqual([[{ n: 1 }], [{ n: 1 }], [{ n: 1 }]]);
    await db.destroy();
  });

  it('serves pg-boss', async () => {
    const gate = openGate();
    const boss = new PgBoss({ db: bossDatabase(gate.lane('jobs')), schedule: false, supervise: false });
    boss.on('error', (error) => expect.fail(error.message));
    await boss.start();
    await boss.createQueue('greet');
    await boss.send('greet', { name: 'Ada' });
    const [job] = await boss.fetch<{ name: string }>('greet');
    expect(job?.data).toEqual({ name: 'Ada' });
    await boss.complete('greet', job?.id ?? '');
    await boss.stop({ graceful: false });
    expect(gate.figures.idle).toBe(1);
  });
});
