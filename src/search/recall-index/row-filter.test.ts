import { expect, test, vi } from 'vitest';
import { dice, instant, randomRow } from '../../../tests/support/recall-rows.ts';
import { newId } from '../../platform/db/new-id.ts';
import { DotScan } from '../../platform/simd/dot-scan.ts';
import { Int8Rows } from '../../platform/simd/int8-rows.ts';
import { RecallIndex } from './recall-index.ts';
import { RowMatcher } from './row-filter.ts';

test('checks each row by its own tags, however many are requested', () => {
  const random = dice(7);
  const index = new RecallIndex(new Int8Rows(new DotScan(), 256), 10);
  const shape = { dimensions: 256, vocabulary: 500, words: 10, conversations: [newId(), newId()] as const };
  for (let n = 0; n < 20; n += 1)
    index.add({ ...randomRow(random, shape), validFrom: 0, validTo: null, tags: n % 2 === 0 ? ['even', 'home'] : [] });
  const validAt = instant(random);
  const many = Array.from({ length: 1_000 }, (_, n) => `tag ${n}`);
  const looked = vi.spyOn(index.tags, 'has');
  const matching = (filter: { tagsAny?: string[]; tagsNone?: string[]; tagsAll?: string[] }) => {
    const matcher = new RowMatcher(index, { ...filter, validAt });
    return Array.from({ length: index.rows }, (_, row) => row).filter((row) => matcher.matches(row)).length;
  };
  expect(matching({ tagsAny: many })).toBe(0);
  expect(matching({ tagsAny: [...many, 'even'] })).toBe(10);
  expect(matching({ tagsNone: many })).toBe(20);
  expect(matching({ tagsNone: [...many, 'home'] })).toBe(10);
  expect(matching({ tagsAll: many.map(() => 'even') })).toBe(10);
  expect(looked.mock.calls.length).toBeLessThan(4 * index.rows);
});
