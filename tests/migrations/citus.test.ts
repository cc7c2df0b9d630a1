import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useDatabase } from '../support/database.ts';

const { db } = useDatabase();
const [, section = ''] = (await readFile('docs/scaling.md', 'utf8')).split('\n## Citus\n');
const named = (pattern: RegExp): string[] => [...section.matchAll(pattern)].map(([, name = '']) => name);
const listed = /unnest\(array\[(.*?)\]\)/s.exec(section)?.[1] ?? '';
const distributed = [
  ...named(/create_distributed_table\('(\w+)'/g),
  ...[...listed.matchAll(/'(\w+)'/g)].map(([, name = '']) => name),
];
const onAll = named(/create_reference_table\('(\w+)'/g);
const [, local = ''] = /^- (.*) and the schema of pg-boss stay on the coordinator/m.exec(section) ?? [];
const onCoordinator = [...local.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);

// Citus is not run here: the schema is checked against the requirements in its documentation.
test('docs/scaling.md places every table in Citus', async () => {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')`.execute(
    db,
  );
  expect([...distributed, ...onAll, ...onCoordinator].toSorted()).toEqual(rows.map(({ name }) => name).toSorted());
});

test('unique indexes of distributed tables include the account', async () => {
  const { rows } = await sql<{ name: string }>`
    select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid
    where i.indisunique and c.relname = any(${distributed}) and c.relnamespace = current_schema()::regnamespace
      and not exists (select from pg_attribute a
        where a.attrelid = i.indrelid and a.attnum = any(i.indkey) and a.attname = 'account_id')`.execute(db);
  expect(rows).toEqual([]);
});

test('foreign keys of distributed tables include the account and refer to tables distributed earlier', async () => {
  const { rows } = await sql<{ from: string; to: string; by: string[] }>`
    select f.relname as "from", t.relname as "to", array_agg(a.attname::text) as by from pg_constraint c
    join pg_class f on f.oid = c.conrelid join pg_class t on t.oid = c.confrelid
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
    where c.contype = 'f' and c.connamespace = current_schema()::regnamespace group by c.oid, f.relname, t.relname`.execute(
    db,
  );
  expect(rows.length).toBeGreaterThan(10);
  const inTheWay = rows.filter(({ from, to, by }) => {
    const place = distributed.indexOf(to);
    return !by.includes('account_id') || place < 0 || place > distributed.indexOf(from);
  });
  expect(inTheWay).toEqual([]);
});
