import { type RawBuilder, sql } from 'kysely';

/**
 * Passes ids or numbers as one array parameter in Postgres' text form. The driver's own array encoding quotes each element with
 * two regular expressions; for the hundreds of ids of a search that takes longer than the rest of sending them.
 */
export const plainArray = (values: readonly (string | null)[]): RawBuilder<string> =>
  sql`${`{${values.map((value) => value ?? 'NULL').join(',')}}`}`;
