import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { allEnded } from './all-ended.ts';

test('resolves with both values once both are ready', async () => {
  expect(await allEnded([Promise.resolve('a'), nextTurn(2)])).toEqual(['a', 2]);
});

test('rejects with the error of one only after the other has settled', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isOver = false;
  const both = allEnded([Promise.reject(new Error('first')), promise]).finally(() => {
    isOver = true;
  });
  const outcome = expect(both).rejects.toThrow('first');
  await nextTurn();
  expect(isOver).toBe(false);
  resolve();
  await outcome;
});
