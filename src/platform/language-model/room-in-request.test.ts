import { expect, test } from 'vitest';
import { roomForEach } from './room-in-request.ts';

const texts = (...lengths: readonly number[]) => lengths.map((length) => 'x'.repeat(length));

test('texts that fit together are not truncated', () => {
  expect(roomForEach([])).toBe(40_000);
  expect(roomForEach(texts(32_000, 10, 7_990))).toBe(40_000);
});

test('if texts are too long together, the long ones share the room that the short ones leave', () => {
  expect(roomForEach(texts(32_000, 32_000))).toBe(20_000);
  expect(roomForEach(texts(32_000, 4_000, 32_000, 6_000))).toBe(15_000);
  expect(roomForEach(texts(...Array.from({ length: 20 }, () => 32_000)))).toBe(2_000);
});
