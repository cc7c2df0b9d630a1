import { expect, test } from 'vitest';
import { textTurns } from './text-turns.ts';

test('others have their turn where so many characters have been worked on since the last', async () => {
  const letOthersIn = textTurns(10);
  expect([letOthersIn(4), letOthersIn(5)]).toEqual([null, null]);
  let passed = false;
  setImmediate(() => {
    passed = true;
  });
  await letOthersIn(1);
  expect(passed).toBe(true);
  expect(letOthersIn(9)).toBeNull();
});
