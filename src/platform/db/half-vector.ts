import { type RawBuilder, sql } from 'kysely';

/** A stored vector in Postgres' binary form: two bytes a dimension behind a header of four. */
export const halfVectorBytes = (column: RawBuilder<unknown>): RawBuilder<Buffer | null> =>
  sql<Buffer | null>`halfvec_send(${column})`;

/** Reads the integers of an int8 vector out of its binary form; halves hold each of them exactly. */
export function readHalfVector(bytes: Buffer): Int8Array {
  const dimensions = bytes.readUInt16BE(0);
  const values = new Int8Array(dimensions);
  for (let i = 0; i < dimensions; i++) values[i] = integerOf(bytes.readUInt16BE(4 + 2 * i));
  return values;
}

/** The value of a half float that is a small integer: sign, five bits of exponent, ten of mantissa. */
function integerOf(half: number): number {
  const exponent = (half >>> 10) & 31;
  if (exponent === 0) return 0;
  const magnitude = ((half & 1023) | 1024) / 2 ** (25 - exponent);
  return half & 0x8000 ? -magnitude : magnitude;
}
