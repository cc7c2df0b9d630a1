import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** Whether an instant is at least this many seconds in the past, or further than that in the future: then the clock was set back. */
export function isLongAgo(column: string, seconds: number): RawBuilder<SqlBool> {
  const [instant, span] = [sql.ref(column), sql`make_interval(secs => ${seconds})`];
  return sql<SqlBool>`(${instant} <= now() - ${span} or ${instant} > now() + ${span})`;
}
