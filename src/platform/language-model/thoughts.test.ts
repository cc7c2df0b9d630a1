import { expect, test } from 'vitest';
import { Thoughts } from './thoughts.ts';

function answerIn(pieces: readonly string[], mayBeOpen = false): string {
  const thoughts = new Thoughts({ mayBeOpen });
  return [...pieces.map((piece) => thoughts.leaveOut(piece)), thoughts.rest()].join('');
}

function inPieces(text: string): string[][] {
  const cuts = Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => at + 1);
  return [[text], [...text], ...cuts.map((cut) => [text.slice(0, cut), '', text.slice(cut)])];
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
])('the answer in %j is %j, however it is chunked', (text, answer) => {
  for (const pieces of inPieces(text)) expect(answerIn(pieces)).toBe(answer);
});

test.each([
  ['She asks for the cello.</think>\n\nUpstairs.', 'Upstairs.'],
  ['<think>She asks for the cello.</think>Upstairs.', 'Upstairs.'],
  ['</think>\nUpstairs.', 'Upstairs.'],
  ['Upstairs.', 'Upstairs.'],
  ['Upstairs. <think>or not</think>', 'Upstairs. <think>or not</think>'],
  ['', ''],
])('if a text may begin within a thought, the answer in %j is %j', (text, answer) => {
  for (const pieces of inPieces(text)) expect(answerIn(pieces, true)).toBe(answer);
});

test.each([
  ['She asks for the cello.</think>\n\nUpstairs.', true],
  ['<think>She asks for the cello.</think>Upstairs.', false],
  ['<think>Is it </think>? Upstairs. </think>', false],
  ['Upstairs. <think>or not</think>', false],
  ['Upstairs.', false],
])('whether %j closes a thought that was never opened: %j', (text, closedAlone) => {
  for (const pieces of inPieces(text))
    for (const mayBeOpen of [false, true]) {
      const thoughts = new Thoughts({ mayBeOpen });
      for (const piece of pieces) thoughts.leaveOut(piece);
      expect(thoughts.closedAlone).toBe(closedAlone);
    }
});

test('returns text as soon as it can no longer be a thought', () => {
  const thoughts = new Thoughts();
  expect(['<', 'p', '>', 'U'].map((piece) => thoughts.leaveOut(piece))).toEqual(['', '<p', '>', 'U']);
});
