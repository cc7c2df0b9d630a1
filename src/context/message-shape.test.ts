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

test.each([
  ['Warum hat Anna die Bank verlassen?', 'Warum hat Tom die Stelle gekündigt?', 'Wann hat Anna die Bank verlassen?'],
  ['Compare le vélo et la voiture de Luc', 'Compare le train et la moto de Zoé', 'Résume le vélo et la voiture de Luc'],
  ['安娜为什么离开银行？', '汤姆为什么退出合唱团？', '安娜什么时候离开银行？'],
  ['アンナはなぜ銀行を辞めた？', 'トムはなぜ合唱団を辞めた？', 'アンナはいつ銀行を辞めた？'],
])('in other languages, too: %s', (message, alike, other) => {
  expect(messageShape(message)).toBe(messageShape(alike));
  expect(messageShape(message)).not.toBe(messageShape(other));
});

test('a shape reveals nothing about the subject of a message', () => {
  const shape = messageShape('What did Dr. Quentin say about my Xanthoma-27, and why?');
  expect(shape).toBe('what did N . N W about my N # and why ? causes');
});

test('any text has a shape of bounded length', () => {
  expect(messageShape('')).toBe('');
  expect(messageShape('😀 \u0000')).toBe('');
  expect(messageShape('妹の誕生日はいつですか')).toBe('W いつ W');
  expect(messageShape('x '.repeat(100_000)).length).toBeLessThan(2_000);
  expect(messageShape('?\ufdfa'.repeat(1_000)).length).toBeLessThan(2_000);
});
