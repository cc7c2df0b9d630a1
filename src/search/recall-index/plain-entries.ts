import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { JsonObject, JsonValue } from '../../platform/json-object.ts';

/**
 * Hashes of metadata entries with plain values: text, whole numbers up to 2^53, true, false and null. Such an entry contains another
 * only if they are equal, and JavaScript and the database write it the same. 64 bits of each hash are kept, as two numbers.
 */
export type PlainEntries = Uint32Array;

const entryBytes = 8;

/** Returns the hashes of all entries of an object; null if any is not plain or there is none: then only the database knows what contains it. */
export function plainEntriesOf(metadata: JsonObject): PlainEntries | null {
  const entries = Object.entries(metadata);
  if (entries.length === 0 || !entries.every(([_, value]) => isPlain(value))) return null;
  return readEntries(Buffer.concat(entries.map(([key, value]) => hashOf(key, value))));
}

const isPlain = (value: JsonValue): boolean =>
  typeof value === 'number' ? Number.isSafeInteger(value) : typeof value !== 'object' || value === null;

/** The same hash as `hashedEntries` makes. Both write minus zero as zero. */
const hashOf = (key: string, value: JsonValue): Buffer =>
  hash('sha256', `${typeName(value)}${Buffer.byteLength(key)}:${key}${value}`, 'buffer').subarray(0, entryBytes);

const typeName = (value: JsonValue): string => (value === null ? 'null' : typeof value);

/** The concatenated hashes of the scalar entries in the metadata of the row `memory`; null if there are none. Numbers that are not plain are included. */
export const hashedEntries = sql<Buffer | null>`case when memory.metadata is not null then (
  select string_agg(substring(sha256(convert_to(
    jsonb_typeof(value) || octet_length(key) || ':' || key || case jsonb_typeof(value)
      when 'number' then trim_scale((value #>> '{}')::numeric)::text when 'null' then 'null' else value #>> '{}' end,
  'UTF8')) for ${sql.lit(entryBytes)}), '') from jsonb_each(memory.metadata) where jsonb_typeof(value) not in ('object', 'array')) end`;

/** Reads the result of `hashedEntries`. */
export const readEntries = (hashes: Buffer | null): PlainEntries =>
  hashes === null
    ? none
    : Uint32Array.from({ length: hashes.length / 4 }, (_, place) => hashes.readUInt32LE(place * 4));

const none: PlainEntries = new Uint32Array();
