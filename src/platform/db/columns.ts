import type { ColumnType } from 'kysely';
import type { JsonObject } from '../json-object.ts';

/** An instant; the database may give it its default. */
export type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;

/** An object, written as text. */
export type Json = ColumnType<JsonObject | null, string | null, string | null>;
