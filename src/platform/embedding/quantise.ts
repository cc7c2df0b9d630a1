import type { Vector } from './embedder.ts';

/**
 * Quantises a vector of any length but 0 to 8 bits per dimension. The largest dimension becomes 127 or -127; the scale makes the
 * rounded vector a unit vector again, so that dot products of stored vectors are cosines.
 */
export function quantise(vector: Float64Array): Vector {
  let largest = 0;
  for (const x of vector) largest = Math.max(largest, Math.abs(x));
  if (!(largest > 0 && largest < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`A vector whose largest dimension is ${largest} has no direction`);
  }
  const values = new Int8Array(vector.length);
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Math.round(((vector[i] ?? 0) / largest) * 127);
    values[i] = value;
    squares += value * value;
  }
  return { values, scale: Math.fround(1 / Math.sqrt(squares)) };
}
