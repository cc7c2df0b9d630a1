import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Database } from '../../src/platform/db/database.ts';
import { appliedMigrations, createIndexConcurrently, knownMigrations, migrate } from '../../src/platform/db/migrate.ts';
import { administer, withName } from '../support/administer.ts';
import { startChild } from '../support/child-process.ts';
import { openPostgres } from '../support/open-postgres.ts';
import { dumpCatalogue } from './catalogue.ts';

const server = process.env['TEST_DATABASE_URL'] ?? '';
/** The first migrations, up to the table of memories. What all of them add makes no difference to waiting, and takes long. */
const few = new Set((await knownMigrations()).slice(0, 4));

// The embedded database has only one connection.
describe.runIf(inject('engine') === 'postgres')('on a database with other connections', () => {
  const name = `mnemograph_migrations_${randomBytes(6).toString('hex')}`;
  const url = withName(server || 'postgres://none', name);
  beforeAll(() => administer(server, [`create database ${name}`]));
  afterAll(() => administer(server, [`drop database ${name}`]));

  test('a waiting process does not block a concurrent index build', async () => {
    await using database = openPostgres(url);
    await migrate(database.db, { to: 'none' });
    const waiting = Promise.withResolvers<void>();
    const migrated = await holding(database.db, async (holder) => {
      const other = migrate(database.db, { only: few, onWaiting: waiting.resolve });
      await waiting.promise;
      await sql`create table shelf (place integer)`.execute(holder);
      await createIndexConcurrently(holder, 'shelf_place', 'on shelf (place)');
      await sql`drop table shelf`.execute(holder);
      return { other };
    });
    expect(await migrated.other).toEqual([...few]);
  });

  test('an invalid index is rebuilt', async () => {
    await using database = openPostgres(url);
    const { db } = database;
    await sql`create table shelf as select 1 as place, n from generate_series(1, 2) as n`.execute(db);
    const build = () => createIndexConcurrently(db, 'shelf_place', 'on shelf ((1 / (place - 1)))');
    const valid = async () =>
      (await sql`select indisvalid as valid from pg_index where indexrelid = to_regclass('shelf_place')`.execute(db))
        .rows;
    await expect(build()).rejects.toThrow('division by zero');
    expect(await valid()).toEqual([{ valid: false }]);
    await sql`update shelf set place = 3`.execute(db);
    await build();
    expect(await valid()).toEqual([{ valid: true }]);
    await sql`drop table shelf`.execute(db);
  });

  test('a migration retries while its table is locked', async () => {
    await using database = openPostgres(url);
    await using reader = openPostgres(url);
    await migrate(database.db, { to: 'none' });
    await migrate(database.db, { only: few });
    const locked: string[] = [];
    const reading = await reader.db.startTransaction().execute();
    await sql`lock table memory in access share mode`.execute(reading);

    const down = await migrate(database.db, {
      only: few,
      to: 'none',
      lockTimeoutMs: 50,
      onLocked: (migration) => {
        locked.push(migration);
        if (locked.length === 2) void reading.commit().execute();
      },
    });

    expect(locked.length).toBeGreaterThanOrEqual(2);
    expect(new Set(locked).size).toBe(1);
    expect(await migrate(database.db, { only: few })).toEqual([...down].reverse());
  });

  test('of two concurrent processes one migrates, and the other waits and finds nothing to do', async () => {
    await using holder = openPostgres(url);
    await migrate(holder.db, { to: 'none' });
    const script = new URL('../../scripts/migrate.ts', import.meta.url);
    const children = await holding(holder.db, async () => {
      const started = [1, 2].map(() => startChild(script, [], { DATABASE_URL: url }));
      await Promise.all(started.map((child) => child.line((line) => line.includes('waiting for it'))));
      return started;
    });

    expect(await Promise.all(children.map(({ ended }) => ended))).toEqual([0, 0]);
    const last = children.map(({ lines }) => lines.at(-1)).sort();
    expect(last).toEqual([expect.stringMatching(/^Done: \d+$/), 'Nothing to do']);
    expect(children.flatMap(({ lines }) => lines).filter((line) => line.startsWith('up '))).toHaveLength(
      Number(last[0]?.slice('Done: '.length)),
    );
  });

  test('a process killed during a migration leaves a state from which the next one continues', async () => {
    await using database = openPostgres(url);
    const { db } = database;
    await migrate(db);
    const whole = await dumpCatalogue(db);
    const down = await migrate(db, { to: 'none' });
    const script = new URL('../../scripts/migrate.ts', import.meta.url);
    for (const name of ['create-memory', 'create-jobs']) {
      const child = startChild(script, [], { DATABASE_URL: url });
      await child.line((line) => line.endsWith(name));
      child.process.kill('SIGKILL');
      await child.ended;
    }
    const before = await appliedMigrations(db);
    expect(before.length).toBeGreaterThan(2);
    expect(before.length).toBeLessThan(down.length);
    expect([...before, ...(await migrate(db))].sort()).toEqual([...down].sort());
    expect(await dumpCatalogue(db)).toEqual(whole);
  });
});

/** Holds the migration lock while something else happens. */
const holding = <T>(db: Database, meanwhile: (holder: Database) => Promise<T>): Promise<T> =>
  db.connection().execute(async (holder) => {
    await sql`select pg_advisory_lock(7316402)`.execute(holder);
    const result = await meanwhile(holder);
    await sql`select pg_advisory_unlock(7316402)`.execute(holder);
    return result;
  });
