import { expect, test } from 'vitest';
import { inTextTurns, textTurns } from './text-turns.ts';

test('yields to the event loop after the given number of characters', async () => {
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

test('yields among many short texts too, because each has a fixed cost', async () => {
  let turns = 0;
  const count = () => {
    turns += 1;
    turn = setImmediate(count);
  };
  let turn = setImmediate(count);
  const made = await inTextTurns(
    Array(400).fill('a'),
    ({ length }) => length,
    (text, index) => `${text}${index}`,
  );
  clearImmediate(turn);
  expect([made.length, made.at(-1)]).toEqual([400, 'a399']);
  expect(turns).toBe(3);
});
