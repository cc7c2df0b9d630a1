import { expect, test } from 'vitest';
import { loadedOnce } from './loaded-once.ts';

test('concurrent callers share one load, and a failed load is retried by the next caller', async () => {
  let loads = 0;
  const get = loadedOnce(async () => {
    loads += 1;
    if (loads === 1) throw new Error('too many open files');
    return { loads };
  });
  expect((await Promise.allSettled([get(), get()])).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const [one, other] = await Promise.all([get(), get()]);
  expect(one).toEqual({ loads: 2 });
  expect(other).toBe(one);
});
