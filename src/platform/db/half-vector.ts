import { type RawBuilder, sql } from 'kysely';

/** A stored vector in Postgres' binary form: a header of four bytes, then two bytes per dimension. */
export const halfVectorBytes = (column: RawBuilder<unknown>): RawBuilder<Buffer | null> =>
  sql<Buffer | null>`halfvec_send(${column})`;

/** Number of dimensions of a vector in its binary form. */
export const halfVectorLength = (bytes: Buffer): number => bytes.readUInt16BE(0);

/** Reads an int8 vector from its binary form; half floats represent these integers exactly. */
export function readHalfVector(bytes: Buffer, values = new Int8Array(halfVectorLength(bytes))): Int8Array {
  const { buffer, byteOffset } = bytes;
  const halves = new DataView(buffer, byteOffset + 4);
  for (let i = 0; i < values.length; i++) values[i] = halves.getFloat16(2 * i);
  return values;
}
