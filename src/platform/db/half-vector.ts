import { type RawBuilder, sql } from 'kysely';

/** A stored vector in Postgres' binary form: a header of four bytes, then two bytes per dimension. */
export const halfVectorBytes = (column: RawBuilder<unknown>): RawBuilder<Buffer | null> =>
  sql<Buffer | null>`halfvec_send(${column})`;

/** Number of dimensions of a vector in its binary form. */
export const halfVectorLength = (bytes: Buffer): number => bytes.readUInt16BE(0);

/** Reads an int8 vector from its binary form; half floats represent these integers exactly. */
export function readHalfVector(bytes: Buffer, values = new Int8Array(halfVectorLength(bytes))): Int8Array {
  for (let i = 0, at = 4; i < values.length; i++, at += 2) {
    values[i] = integers[((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)] ?? 0;
  }
  return values;
}

/** Integers from -127 to 127, indexed by the 16 bits of their half float: sign, five exponent bits, ten mantissa bits. */
const integers = new Int8Array(2 ** 16);
for (let value = 1; value <= 127; value++) {
  const exponent = 31 - Math.clz32(value);
  const half = ((exponent + 15) << 10) | ((value << (10 - exponent)) & 1023);
  integers[half] = value;
  integers[half | 0x8000] = -value;
}
