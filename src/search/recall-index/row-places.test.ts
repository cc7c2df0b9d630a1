import { expect, test } from 'vitest';
import { dice } from '../../../tests/support/recall-rows.ts';
import { RowPlaces } from './row-places.ts';

test('returns the place of each row, with small and large row numbers', () => {
  const { below } = dice(3);
  const rows = [...new Set(Array.from({ length: 6_000 }, (_, i) => (i % 2 === 0 ? i : below(2 ** 31))))];
  const places = new RowPlaces(64);
  for (const [place, row] of rows.entries()) {
    expect(places.placeOf(row)).toBe(-1);
    places.set(row, place);
  }
  expect(rows.every((row, place) => places.placeOf(row) === place)).toBe(true);
  expect(places.placeOf(2 ** 31 + 1)).toBe(-1);
});
