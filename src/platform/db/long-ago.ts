import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** Whether an instant is at least so many seconds past, or further ahead than that: then the clock was set back since. */
export function isLongAgo(column: string, seconds: number): RawBuilder<SqlBool> {
  const [instant, span] = [sql.ref(column), sql`make_interval(secs => ${seconds})`];
  return sql<SqlBool>`(${instant} <= now() - ${span} or ${instant} > now() + ${span})`;
}
