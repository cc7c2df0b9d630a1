import type { ColumnType } from 'kysely';
import type { JsonObject } from '../json-object.ts';

/** An instant; may be omitted on insert if the column has a default. */
export type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;

/** An object, written as JSON text. */
export type Json = ColumnType<JsonObject | null, string | null, string | null>;
