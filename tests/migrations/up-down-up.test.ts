import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createIndexConcurrently, knownMigrations, migrate } from '../../src/platform/db/migrate.ts';
import { useDatabase } from '../support/database.ts';
import { dumpCatalogue } from './catalogue.ts';

const { db } = useDatabase();

/** Ignores the tables that pg-boss creates per day: midnight may pass during the test. */
const withoutDays = (catalogue: readonly string[]): string[] =>
  catalogue.filter((line) => !/queue_stats_\d{8}/.test(line));

test('up, down and up again yields the same schema as the first up, and an empty one in between', async () => {
  const first = await dumpCatalogue(db);
  expect(first).toEqual(expect.arrayContaining([expect.stringMatching(/^column memory \d+ content text not null/)]));

  const down = await migrate(db, { to: 'none' });
  expect(await dumpCatalogue(db)).toEqual([]);
  const up = await migrate(db);

  expect(up).toEqual([...down].reverse());
  expect(withoutDays(await dumpCatalogue(db))).toEqual(withoutDays(first));
  expect(await migrate(db)).toEqual([]);
});

test('an index whose concurrent build failed is rebuilt', async () => {
  await sql`create table shelf (place integer)`.execute(db);
  await sql`insert into shelf values (1), (1)`.execute(db);
  await expect(sql`create unique index concurrently shelf_place on shelf (place)`.execute(db)).rejects.toThrow(
    'shelf_place',
  );
  expect(await dumpCatalogue(db)).toContainEqual(expect.stringMatching(/^index .* shelf_place .* invalid$/));

  await createIndexConcurrently(db, 'shelf_place', 'on shelf (place)');

  expect(await dumpCatalogue(db)).toContain('index CREATE INDEX shelf_place ON public.shelf USING btree (place)');
  await createIndexConcurrently(db, 'shelf_place', 'on shelf (place)');
  await sql`drop table shelf`.execute(db);
});

test('migrations without a transaction can be run again if interrupted before they were recorded', async () => {
  const before = await dumpCatalogue(db);
  const names: string[] = [];
  for (const name of await knownMigrations()) {
    const { transaction } = await import(`../../migrations/${name}.ts`);
    if (transaction === false) names.push(name);
  }
  expect(names.length).toBeGreaterThan(1);
  await sql`delete from schema_migration where name = any(${names}::text[])`.execute(db);
  expect(await migrate(db)).toEqual(names);
  expect(await dumpCatalogue(db)).toEqual(before);
});

test('a previous version accepts the schema of a later one, and is told of it', async () => {
  await sql`insert into schema_migration (name) values ('2999-01-01T0000-later')`.execute(db);
  const before = await dumpCatalogue(db);
  const told: string[] = [];
  expect(await migrate(db, { onLater: (names) => told.push(...names) })).toEqual([]);
  expect(told).toEqual(['2999-01-01T0000-later']);
  expect(await dumpCatalogue(db)).toEqual(before);
  await sql`delete from schema_migration where name = '2999-01-01T0000-later'`.execute(db);
});
