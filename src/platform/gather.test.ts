import { expect, test } from 'vitest';
import { createGatherer } from './gather.ts';

const deferred = () => Promise.withResolvers<void>();

test('runs a lone item at once, and groups later ones in order up to the bound', async () => {
  const gate = deferred();
  const groups: number[][] = [];
  const gather = createGatherer<number, string>({
    keyOf: () => 'k',
    maxItems: 3,
    run: async (items) => {
      groups.push([...items]);
      await gate.promise;
      return items.map(String);
    },
  });
  const answers = [1, 2, 3, 4, 5].map(gather);
  gate.resolve();
  expect(await Promise.all(answers)).toEqual(['1', '2', '3', '4', '5']);
  expect(groups).toEqual([[1], [2, 3, 4], [5]]);
});

test('keys do not wait for each other', async () => {
  const gate = deferred();
  const gather = createGatherer<string, string>({
    keyOf: (item) => item,
    maxItems: 10,
    run: async (items) => {
      if (items.includes('slow')) await gate.promise;
      return items;
    },
  });
  const slow = gather('slow');
  expect(await gather('fast')).toBe('fast');
  gate.resolve();
  expect(await slow).toBe('slow');
});

test('a failing item does not fail the others of its group', async () => {
  const gather = createGatherer<number, number>({
    keyOf: () => 'k',
    maxItems: 10,
    run: async (items) => {
      await Promise.resolve();
      if (items.includes(3)) throw new Error('three');
      return items;
    },
  });
  const settled = await Promise.allSettled([1, 2, 3, 4].map(gather));
  expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
    1,
    2,
    'Error: three',
    4,
  ]);
});

test('an error for which failsAll() is true rejects the whole group without a retry', async () => {
  const groups: number[][] = [];
  const gather = createGatherer<number, number>({
    keyOf: () => 'k',
    maxItems: 10,
    run: async (items) => {
      groups.push([...items]);
      throw new Error('away');
    },
    failsAll: (error) => error instanceof Error && error.message === 'away',
  });
  const settled = await Promise.allSettled([1, 2, 3].map(gather));
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(groups).toEqual([[1], [2, 3]]);
});

test('a key works again after its last group failed', async () => {
  let fail = true;
  const gather = createGatherer<number, number>({
    keyOf: () => 'k',
    maxItems: 10,
    run: async (items) => {
      if (fail) throw new Error('down');
      return items;
    },
  });
  await expect(gather(1)).rejects.toThrow('down');
  fail = false;
  expect(await gather(2)).toBe(2);
});

test('a paused group includes items that arrive before it runs', async () => {
  const gate = deferred();
  const groups: number[][] = [];
  let pauses = 0;
  const gather = createGatherer<number, number>({
    keyOf: () => 'k',
    maxItems: 10,
    run: async (items) => {
      groups.push([...items]);
      return items;
    },
    pause: () => (pauses++ === 0 ? gate.promise : null),
  });
  const answers = [1, 2, 3].map(gather);
  gate.resolve();
  expect(await Promise.all(answers)).toEqual([1, 2, 3]);
  expect(groups).toEqual([[1, 2, 3]]);
  expect(await gather(4)).toBe(4);
});
