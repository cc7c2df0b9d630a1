import { expect, test } from 'vitest';
import { maxAnswerLength } from './agent-run.ts';
import { AnswerText } from './answer-text.ts';

const cutNote = '[The rest is cut.]';

/** Appends `length` units in pieces of `size`, and returns the pieces that were passed on, joined. */
function told(length: number, size: number, unit = 'x'): string {
  const answer = new AnswerText(cutNote);
  let text = '';
  const take = (said: ReturnType<AnswerText['append']>) => {
    if (!said) return;
    expect(said.offset).toBe(text.length);
    text += said.text;
  };
  for (let sent = 0; sent < length; sent += size) take(answer.append(unit.repeat(Math.min(size, length - sent))));
  take(answer.end());
  expect(answer.text).toBe(text);
  return text;
}

test.each([1, 7, 43, 1_000, 50_000])('a truncated answer ends with a note, in pieces of %i', (size) => {
  const text = told(50_000, size);
  expect(text).toHaveLength(maxAnswerLength);
  expect(text.endsWith(`x${cutNote}`)).toBe(true);
});

test.each([1, 7, 43, 1_000, 50_000])('an answer that just fits is not truncated, in pieces of %i', (size) => {
  for (const length of [maxAnswerLength - cutNote.length, maxAnswerLength - 1, maxAnswerLength]) {
    expect(told(length, size)).toBe('x'.repeat(length));
  }
});

test('an answer is never cut within a surrogate pair', () => {
  for (const size of [1, 3, 20_000]) {
    const text = told(20_000, size, '😀');
    expect(text.isWellFormed()).toBe(true);
    expect(text.endsWith(`😀${cutNote}`)).toBe(true);
  }
});
