import { expect, test, vi } from 'vitest';
import { late } from './late.ts';

test('creates the object once, at the first property access', () => {
  const make = vi.fn(() => ({ one: 1, two: 2 }));
  const made = late(make);
  expect(make).not.toHaveBeenCalled();
  expect([made.one, made.two, made.one]).toEqual([1, 2, 1]);
  expect(make).toHaveBeenCalledTimes(1);
});

test('listing the properties returns all of them', () => {
  const made = late(() => ({ one: 1, two: 2 }));
  expect(Object.values(made)).toEqual([1, 2]);
  expect('two' in made).toBe(true);
  expect({ ...made }).toEqual({ one: 1, two: 2 });
});
