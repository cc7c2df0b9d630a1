import { expect, test } from 'vitest';
import { dice } from '../../tests/support/recall-rows.ts';
import { Uint32Map } from './uint32-map.ts';

test('returns the value of each key, small and large', () => {
  const { below } = dice(3);
  const keys = [...new Set(Array.from({ length: 6_000 }, (_, i) => (i % 2 === 0 ? i : below(2 ** 31))))];
  const values = new Uint32Map();
  for (const [value, key] of keys.entries()) {
    expect(values.get(key)).toBe(-1);
    values.set(key, value);
  }
  expect(keys.every((key, value) => values.get(key) === value)).toBe(true);
  expect(values.get(2 ** 31 + 1)).toBe(-1);
});
