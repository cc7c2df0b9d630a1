import { expect, test } from 'vitest';
import { WholeAnswer } from './whole-answer.ts';

/** Returns which parts are taken, and the stream made of them. */
function take(...parts: readonly string[]) {
  const whole = new WholeAnswer();
  const taken = parts.map((part) => whole.takes(Buffer.from(part)));
  return { taken, asStream: whole.asStream && Buffer.from(whole.asStream).toString() };
}

test('converts an object that arrives in parts, after blanks, into one event', () => {
  expect(take(' ', '{"choices": [{"message": {"cont', 'ent": "Good day"}}]}')).toEqual({
    taken: [false, true, true],
    asStream: '\ndata: {"choices":[{"finish_reason":"stop","delta":{"content":"Good day"}}]}\n\ndata: [DONE]\n\n',
  });
});

test('ignores a leading byte order mark, as .NET gateways send it', () => {
  const asStream = '\ndata: {"choices":[]}\n\ndata: [DONE]\n\n';
  expect(take('\u{feff}{"choices":[]}')).toEqual({ taken: [true], asStream });
  expect(take('\u{feff}', '{"choices":[]}')).toEqual({ taken: [false, true], asStream });
});

test('takes nothing of a stream, even if a later part begins like an object', () => {
  expect(take('\n', 'data: {"choices"', '{}')).toEqual({ taken: [false, false, false], asStream: null });
});
