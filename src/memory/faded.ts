import { sql } from 'kysely';

// The clamps keep Postgres from refusing a power or a quotient that a double cannot hold: of a half-life below .1 s, and
// of what has faded to nothing.
const halfLifeDays = sql`greatest(collection.decay_half_life_days, 1e-6)`;
const days = (from: string, to: string) => sql`extract(epoch from ${sql.raw(to)} - ${sql.raw(from)})::float8 / 86400`;

/** What is left now of the resonance of the row `memory`, by the half-life of its `collection`. */
export const faded = sql<number>`
  (memory.resonance * case when memory.last_accessed_at is null then 0 else
    power(2::float8, greatest(-1000, least(0, -${days('memory.last_accessed_at', 'now()')} / ${halfLifeDays}))) end)`;

/**
 * Orders as `faded` does: its logarithm as of the start of the day (UTC), so that a page and the next one agree. Within
 * one half-life that order is the same at any time.
 */
export const fadedOrder = sql<number>`
  (case when memory.resonance > 0 then ln(memory.resonance) / ln(2::float8)
    + ${days("date_trunc('day', now(), 'UTC')", 'memory.last_accessed_at')} / ${halfLifeDays}
  else '-infinity'::float8 end)`;
