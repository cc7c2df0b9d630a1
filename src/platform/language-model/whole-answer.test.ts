import { expect, test } from 'vitest';
import { WholeAnswer } from './whole-answer.ts';

/** Which parts it takes, and the stream that it makes of them. */
function take(...parts: readonly string[]) {
  const whole = new WholeAnswer();
  const taken = parts.map((part) => whole.takes(Buffer.from(part)));
  return { taken, asStream: whole.asStream && Buffer.from(whole.asStream).toString() };
}

test('an object that comes in parts, behind blanks, is one line of its own', () => {
  expect(take(' ', '{"choices": [{"message": {"cont', 'ent": "Good day"}}]}')).toEqual({
    taken: [false, true, true],
    asStream: '\ndata: {"choices":[{"finish_reason":"stop","delta":{"content":"Good day"}}]}\n\ndata: [DONE]\n\n',
  });
});

test('a byte order mark before it, as gateways of .NET write one, is no part of it', () => {
  const asStream = '\ndata: {"choices":[]}\n\ndata: [DONE]\n\n';
  expect(take('\u{feff}{"choices":[]}')).toEqual({ taken: [true], asStream });
  expect(take('\u{feff}', '{"choices":[]}')).toEqual({ taken: [false, true], asStream });
});

test('of a stream nothing is taken, though a later part of it begins like an object', () => {
  expect(take('\n', 'data: {"choices"', '{}')).toEqual({ taken: [false, false, false], asStream: null });
});
