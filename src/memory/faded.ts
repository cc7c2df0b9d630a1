import { type RawBuilder, sql } from 'kysely';

// The clamps keep Postgres from rejecting a power or a quotient that a double cannot hold: of a half-life below .1 s, or of a
// value that has faded to nothing.
const halfLifeDays = sql`greatest(collection.decay_half_life_days, 1e-6)`;

/** What is left of 1 after a time span, by the half-life of the row `collection`. */
export const leftAfter = (span: RawBuilder<unknown>) => sql<number>`
  power(2::float8, greatest(-1000, least(0, -extract(epoch from ${span})::float8 / 86400 / ${halfLifeDays})))`;

/** What is left at an instant of the resonance of the row `memory`, or of a part of it. */
export const fadedAt = (
  instant: RawBuilder<unknown>,
  resonance: RawBuilder<unknown> = sql`memory.resonance`,
) => sql<number>`
  (${resonance} * case when memory.last_accessed_at is null then 0 else ${leftAfter(sql`${instant} - memory.last_accessed_at`)} end)`;

/** What is left of it now. */
export const faded = fadedAt(sql`now()`);

/** Logarithm of `faded` as of an instant, so it sorts alike. With a single half-life the order is the same at any time. */
export const fadedOrder = (instant: string) => sql<number>`
  (case when memory.resonance > 0 then ln(memory.resonance) / ln(2::float8)
    + extract(epoch from memory.last_accessed_at - ${instant}::timestamptz)::float8 / 86400 / ${halfLifeDays}
  else '-infinity'::float8 end)`;
