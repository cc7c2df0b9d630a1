import { type RawBuilder, sql } from 'kysely';

/** The largest `integer` of Postgres: a counter stays there, since one that overflowed would fail for all that is counted with it. */
export const maxCount = sql.lit(2_147_483_647);

/** A counter with more added, as SQL. */
export const counted = (count: RawBuilder<unknown>, more: RawBuilder<unknown>) =>
  sql`least(${count}::bigint + ${more}, ${maxCount})::int`;
