import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { knownMigrations, migrate } from '../../src/platform/db/migrate.ts';
import { useDatabase } from '../support/database.ts';
import { narrowed, shapeOf } from './narrowed.ts';

const { db } = useDatabase();
const released = (await readFile('migrations/released.txt', 'utf8')).trim().split('\n');
const known = await knownMigrations();

/** Returns the migration in whose release the code stopped using what this migration removes. Null if it removes nothing. */
async function contracts(name: string): Promise<string | null> {
  const { contracts: of = null } = await import(`../../migrations/${name}.ts`);
  return of;
}

test('every released migration still exists by name', () => {
  expect(released.filter((name) => !known.includes(name))).toEqual([]);
});

// Migrations change tables in the same way on both engines.
test.runIf(inject('engine') === 'embedded')(
  'migrations since the last release only add, so that the previous version can run beside this one',
  async () => {
    await migrate(db, { to: 'none' });
    await migrate(db, { only: new Set(released) });
    const done = new Set(released);
    const problems: string[] = [];
    for (const name of known.filter((one) => !done.has(one))) {
      const before = await shapeOf(db);
      await migrate(db, { only: new Set([...done, name]) });
      const lost = narrowed(before, await shapeOf(db));
      const expanded = await contracts(name);
      if (expanded === null) problems.push(...lost.map((what) => `${name}: ${what}`));
      else if (!released.includes(expanded)) {
        problems.push(`${name} takes away what ${expanded} made useless: that has to be released before`);
      }
      done.add(name);
    }
    expect(problems, 'CONTRIBUTING.md, "Add a migration": expand first, contract in a later release').toEqual([]);
  },
  60_000,
);

test('changes that break a previous version are detected, and others are allowed', async () => {
  await sql`create table shelf (id int primary key, place int not null default 1, name text, old text)`.execute(db);
  await sql`create unique index shelf_name on shelf (name)`.execute(db);
  const before = await shapeOf(db);
  const after = async (...statements: readonly string[]) => {
    const transaction = await db.startTransaction().execute();
    for (const statement of statements) await sql.raw(statement).execute(transaction);
    const lost = narrowed(before, await shapeOf(transaction));
    await transaction.rollback().execute();
    return lost.join('; ');
  };
  for (const [statement, what] of [
    ['drop table shelf', 'the table shelf is gone'],
    ['alter table shelf rename to rack', 'the table shelf is gone'],
    ['alter table shelf rename column old to former', 'shelf.old is gone'],
    ['alter table shelf drop column old', 'shelf.old is gone'],
    ['alter table shelf alter column id type bigint', 'shelf.id is bigint'],
    ['alter table shelf alter column name set not null', 'shelf.name takes no null'],
    ['alter table shelf alter column place drop default', 'shelf.place has no default'],
    ['alter table shelf add column colour text not null', 'shelf.colour is new, takes no null'],
    ['alter table shelf add check (place > 0) not valid', 'a rule that rows of before may break: CHECK'],
    ['alter table shelf add foreign key (place) references shelf', 'a rule that rows of before may break: FOREIGN KEY'],
    ['create unique index on shelf (place)', 'a rule that rows of before may break: CREATE UNIQUE'],
    ['drop index shelf_name', 'no longer what ON CONFLICT may name'],
  ] as const) {
    expect(await after(statement), statement).toContain(what);
  }
  const added = [
    'alter table shelf add column colour text, add column size int not null default 3',
    'alter table shelf add column twice int generated always as (place * 2) stored',
    'create index on shelf (place)',
    'create unique index on shelf (place, colour) where colour is not null',
    'alter table shelf alter column place drop not null',
    'create table book (id int primary key, shelf int not null references shelf)',
  ];
  expect(await after(...added)).toBe('');
  await sql`drop table shelf`.execute(db);
});
