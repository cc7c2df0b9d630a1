import { expect, test } from 'vitest';
import { loadMany, loadOne } from './loader.ts';

const rows = [
  { id: 'b', parent: 'x' },
  { id: 'a', parent: 'y' },
  { id: 'c', parent: 'x' },
];

test('one fetch a batch; keys out of order, doubled and missing each get what is theirs', async () => {
  const fetched: (readonly string[])[] = [];
  const loader = loadOne(
    async (keys) => {
      fetched.push(keys);
      return rows.filter(({ id }) => keys.includes(id));
    },
    ({ id }) => id,
  );
  const loaded = await Promise.all(['a', 'nope', 'b', 'a'].map((key) => loader.load(key)));
  expect(loaded.map((row) => row?.id)).toEqual(['a', undefined, 'b', 'a']);
  expect(fetched).toEqual([['a', 'nope', 'b']]);
});

test('a key gets all of its rows in their order, or none', async () => {
  const loader = loadMany(
    async () => rows,
    ({ parent }) => parent,
  );
  const loaded = await Promise.all(['y', 'x', 'z'].map((key) => loader.load(key)));
  expect(loaded.map((list) => list.map(({ id }) => id))).toEqual([['a'], ['b', 'c'], []]);
});
