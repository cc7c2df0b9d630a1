import { expect, test } from 'vitest';
import { inTextTurns, textTurns } from './text-turns.ts';

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

test('others have their turn among short texts, too: each takes some time besides its characters', async () => {
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
