import { type RawBuilder, sql } from 'kysely';

/**
 * Ids or numbers as one value for an array of Postgres, in its text form. The driver's own way to send an array quotes each element by
 * two regular expressions, which for the hundreds of ids of a search takes longer than all else that it does to send them.
 */
export const plainArray = (values: readonly (string | null)[]): RawBuilder<string> =>
  sql`${`{${values.map((value) => value ?? 'NULL').join(',')}}`}`;
