import { sql } from 'kysely';

// The clamps keep Postgres from refusing a power or a quotient that a double cannot hold: of a half-life below .1 s, and
// of what has faded to nothing.
const halfLifeDays = sql`greatest(collection.decay_half_life_days, 1e-6)`;

/** What is left now of the resonance of the row `memory`, by the half-life of its `collection`. */
export const faded = sql<number>`
  (memory.resonance * case when memory.last_accessed_at is null then 0 else
    power(2::float8, greatest(-1000, least(0, -extract(epoch from now() - memory.last_accessed_at)::float8 / 86400 / ${halfLifeDays}))) end)`;

/** Orders as `faded` does as of an instant: its logarithm. Within one half-life that order is the same at any time. */
export const fadedOrder = (instant: string) => sql<number>`
  (case when memory.resonance > 0 then ln(memory.resonance) / ln(2::float8)
    + extract(epoch from memory.last_accessed_at - ${instant}::timestamptz)::float8 / 86400 / ${halfLifeDays}
  else '-infinity'::float8 end)`;
