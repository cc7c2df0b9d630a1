import { expect, test } from 'vitest';
import { withoutWhen } from './parts.ts';

test('cuts off when something happened, also of a list without end', () => {
  expect(withoutWhen(['the', 'pro', 'plan', 'on', '2', 'may'])).toEqual(['the', 'pro', 'plan']);
  expect(withoutWhen(['35', 'units', 'since', 'yesterday'])).toEqual(['35', 'units']);
  const list = Array.from({ length: 200_000 }, () => ',');
  expect(withoutWhen(list)).toBe(list);
});
