import { expect, test } from 'vitest';
import { Thoughts } from './thoughts.ts';

function answerIn(pieces: readonly string[]): string {
  const thoughts = new Thoughts();
  return [...pieces.map((piece) => thoughts.leaveOut(piece)), thoughts.rest()].join('');
}

test.each([
  ['<think>She asks for the cello.</think>Upstairs.', 'Upstairs.'],
  ['\n<think>\nA < b, </thin or </think\n</think>\n\nUpstairs.\n', 'Upstairs.\n'],
  ['<think></think>\n', ''],
  ['<think>without an end', ''],
  ['Upstairs. <think>or not</think>', 'Upstairs. <think>or not</think>'],
  ['<thinking>aloud</thinking>', '<thinking>aloud</thinking>'],
  ['<p>Upstairs.</p>', '<p>Upstairs.</p>'],
  ['  Upstairs.', '  Upstairs.'],
  [`${' '.repeat(200)}Upstairs.`, `${' '.repeat(200)}Upstairs.`],
  ['<thi', '<thi'],
  ['', ''],
])('of %j the answer is %j, in whatever pieces it comes', (text, answer) => {
  expect(answerIn([text])).toBe(answer);
  expect(answerIn([...text])).toBe(answer);
  for (let cut = 1; cut < text.length; cut += 1)
    expect(answerIn([text.slice(0, cut), '', text.slice(cut)])).toBe(answer);
});

test('what cannot be a thought any more is told at once', () => {
  const thoughts = new Thoughts();
  expect(['<', 'p', '>', 'U'].map((piece) => thoughts.leaveOut(piece))).toEqual(['', '<p', '>', 'U']);
});
