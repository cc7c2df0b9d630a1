import { expect, test } from 'vitest';
import { loadedOnce } from './loaded-once.ts';

test('all who ask are given what was loaded once, and who asks after it failed what is loaded anew', async () => {
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
