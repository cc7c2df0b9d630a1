import { sql } from 'kysely';
import type { Database } from '../../src/platform/db/database.ts';

interface Column {
  readonly type: string;
  readonly notNull: boolean;
  /** Whether a writer that does not know the column may omit it. */
  readonly fills: boolean;
}

/** What the currently running code relies on. */
interface Shape {
  /** Columns, by table and column name. */
  readonly columns: Readonly<Record<string, Column>>;
  /** By table: the constraints on its rows. */
  readonly rules: Readonly<Record<string, readonly string[]>>;
}

/** Reads the current tables of the schema. */
export async function shapeOf(db: Database): Promise<Shape> {
  const { rows: columns } = await sql<{ name: string } & Column>`
    select c.relname || '.' || a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as "notNull",
      a.atthasdef or a.attidentity <> '' or not a.attnotnull as fills
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace`.execute(db);
  const { rows: rules } = await sql<{ table: string; rules: string[] }>`
    select c.relname as table, array(
      select pg_get_constraintdef(k.oid) || case when k.convalidated then '' else ' checked for new rows' end
      from pg_constraint k where k.conrelid = c.oid and k.contype in ('c', 'f', 'x')
      union all
      select regexp_replace(pg_get_indexdef(i.indexrelid), ' INDEX \\S+ ON ', ' INDEX ON ') from pg_index i
      where i.indrelid = c.oid and i.indisunique
      order by 1
    ) as rules
    from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace`.execute(db);
  return {
    columns: Object.fromEntries(columns.map(({ name, ...column }) => [name, column])),
    rules: Object.fromEntries(rules.map(({ table, rules: of }) => [table, of])),
  };
}

/** What code written for the former shape can no longer do after a change: read, write, or rely on. */
export function narrowed(before: Shape, after: Shape): string[] {
  const known = (column: string) => column.slice(0, column.indexOf('.')) in before.rules;
  const lost = Object.entries(before.columns).flatMap(([name, was]) => {
    const is = after.columns[name];
    if (!is) return [`${name} is gone, or has another name`];
    if (is.type !== was.type) return [`${name} is ${is.type}, and was ${was.type}`];
    if (is.notNull && !was.notNull) return [`${name} takes no null any more`];
    return was.fills && !is.fills ? [`${name} has no default any more`] : [];
  });
  const wanted = Object.entries(after.columns).flatMap(([name, { fills }]) =>
    fills || name in before.columns || !known(name) ? [] : [`${name} is new, takes no null and has no default`],
  );
  const rules = Object.entries(before.rules).flatMap(([table, were]) => {
    const are = after.rules[table];
    if (!are) return [`the table ${table} is gone, or has another name`];
    const unique = were.filter((rule) => rule.startsWith('CREATE UNIQUE') && !are.includes(rule));
    const isNew = (column: string) => !(`${table}.${column}` in before.columns);
    const added = are.filter((rule) => !were.includes(rule) && !givenColumnsOf(rule).some(isNew));
    return [
      ...unique.map((rule) => `${table} has no longer what ON CONFLICT may name: ${rule}`),
      ...added.map((rule) => `${table} has a rule that rows of before may break: ${rule}`),
    ];
  });
  return [...lost, ...wanted, ...rules];
}

/** Columns that a partial unique index requires: rows of older code lack those that are new, and so are not indexed. */
const givenColumnsOf = (rule: string): string[] =>
  rule.startsWith('CREATE UNIQUE')
    ? [...rule.matchAll(/WHERE.*?\((\w+) IS NOT NULL\)/g)].flatMap(([, column]) => column ?? [])
    : [];
