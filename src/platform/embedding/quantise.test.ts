import { expect, test } from 'vitest';
import { quantise } from './quantise.ts';

test('uses the full range of 8 bits and scales the vector to unit length', () => {
  const { values, scale } = quantise(Float64Array.of(0.3, -0.6, 0.1, 0));
  expect([...values]).toEqual([64, -127, 21, 0]);
  expect(scale * Math.hypot(...values)).toBeCloseTo(1, 6);
});

test('does not depend on the magnitude of the vector', () => {
  const vector = Float64Array.of(1e-9, 5e-9, -3e-9);
  expect(quantise(vector)).toEqual(quantise(vector.map((x) => x * 1e12)));
});

test('refuses a vector without a direction', () => {
  for (const x of [0, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => quantise(Float64Array.of(0, x))).toThrow(RangeError);
});
