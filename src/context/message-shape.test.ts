import { expect, test } from 'vitest';
import { messageShape } from './message-shape.ts';

test('messages that ask in the same way about different things have the same shape', () => {
  expect(messageShape('Why did Anna leave the bank in 2019?')).toBe(
    messageShape('Why did Tom quit the choir in 2021?'),
  );
  expect(messageShape('Compare the red car and the blue van')).toBe(
    messageShape('compare the old flat and the new house'),
  );
  expect(messageShape('Why did Anna leave?')).not.toBe(messageShape('When did Anna leave?'));
});

test('a shape reveals nothing about the subject of a message', () => {
  const shape = messageShape('What did Dr. Quentin say about my Xanthoma-27, and why?');
  expect(shape).toBe('what did N . N W about my N # and why ?');
});

test('any text has a shape of bounded length', () => {
  expect(messageShape('')).toBe('');
  expect(messageShape('😀 \u0000')).toBe('');
  expect(messageShape('妹の誕生日はいつですか')).toBe('W');
  expect(messageShape('x '.repeat(100_000)).length).toBeLessThan(2_000);
});
