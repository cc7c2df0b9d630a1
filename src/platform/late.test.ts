import { expect, test, vi } from 'vitest';
import { late } from './late.ts';

test('it is made once, when something is read of it', () => {
  const make = vi.fn(() => ({ one: 1, two: 2 }));
  const made = late(make);
  expect(make).not.toHaveBeenCalled();
  expect([made.one, made.two, made.one]).toEqual([1, 2, 1]);
  expect(make).toHaveBeenCalledTimes(1);
});

test('who lists its members has them all', () => {
  const made = late(() => ({ one: 1, two: 2 }));
  expect(Object.values(made)).toEqual([1, 2]);
  expect('two' in made).toBe(true);
  expect({ ...made }).toEqual({ one: 1, two: 2 });
});
