import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { loadChildren, loadMany, RowLoader } from './loader.ts';

const rows = [
  { id: 'b', parent: 'x' },
  { id: 'a', parent: 'y' },
  { id: 'c', parent: 'x' },
];

test('each batch is fetched once, and unordered, duplicate and missing keys get the right rows', async () => {
  const fetched: (readonly string[])[] = [];
  const loader = new RowLoader(
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

test('a key gets all of its rows in their order, or an empty list', async () => {
  const loader = loadMany(
    async () => rows,
    ({ parent }) => parent,
  );
  const loaded = await Promise.all(['y', 'x', 'z'].map((key) => loader.load(key)));
  expect(loaded.map((list) => list.map(({ id }) => id))).toEqual([['a'], ['b', 'c'], []]);
});

test('children are fetched once per batch and arguments, and only a parent without a result fails', async () => {
  const fetched: unknown[] = [];
  const loader = loadChildren(async (parentIds, args: { first: number }) => {
    fetched.push([parentIds, args]);
    return new Map(parentIds.filter((id) => id !== 'lost').map((id) => [id, `${args.first} of ${id}`]));
  });
  const ask = (parentId: string, first: number) => loader.load({ parentId, args: { first } });
  const loaded = await Promise.allSettled([ask('x', 2), ask('y', 3), ask('z', 2), ask('x', 2), ask('lost', 3)]);
  expect(loaded.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
    '2 of x',
    '3 of y',
    '2 of z',
    '2 of x',
    'Error: Nothing was fetched for lost',
  ]);
  expect(fetched).toEqual([
    [['x', 'z'], { first: 2 }],
    [['y', 'lost'], { first: 3 }],
  ]);
});

test('known() returns loaded rows until they are cleared, including those being loaded at that time', async () => {
  let version = 1;
  const loader = new RowLoader(
    async (keys) => {
      const read = version;
      await nextTurn();
      return keys.filter((id) => id !== 'gone').map((id) => ({ id, read }));
    },
    ({ id }) => id,
  );
  expect(loader.known('a')).toBeNull();
  await loader.loadMany(['a', 'b', 'gone']);
  expect(['a', 'b', 'gone'].map((id) => loader.known(id)?.read)).toEqual([1, 1, undefined]);
  loader.clear('a');
  expect(['a', 'b'].map((id) => loader.known(id)?.read)).toEqual([undefined, 1]);
  const onItsWay = loader.load('a');
  await new Promise((resolve) => process.nextTick(resolve));
  version = 2;
  loader.clearAll();
  expect((await onItsWay)?.read).toBe(1);
  expect(['a', 'b'].map((id) => loader.known(id))).toEqual([null, null]);
  expect((await loader.load('a'))?.read).toBe(2);
  expect(loader.known('a')?.read).toBe(2);
});
