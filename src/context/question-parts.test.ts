import { expect, test } from 'vitest';
import { mostParts, questionParts, searchedText, tellsBesideAsking } from './question-parts.ts';

test('a composite question is split into its clauses', () => {
  expect(questionParts('Compare the old flat in Leeds with the new house, and tell me what the bank said')).toEqual({
    asked: [],
    clauses: ['Compare the old flat in Leeds with the new house', 'tell me what the bank said'],
  });
  expect(questionParts('When did Anna move to Oslo and what does she pay there?')).toEqual({
    asked: [],
    clauses: ['When did Anna move to Oslo', 'what does she pay there'],
  });
});

test.each([
  ['安娜为什么离开银行，汤姆演奏什么乐器？', ['安娜为什么离开银行', '汤姆演奏什么乐器']],
  ['アンナはなぜ銀行を辞め、トムは何を演奏していますか？', ['アンナはなぜ銀行を辞め', 'トムは何を演奏していますか']],
  ['لماذا تركت آنا البنك القديم، وماذا يعزف توم؟', ['لماذا تركت آنا البنك القديم', 'وماذا يعزف توم']],
])('the composite question %s is split into its clauses, too', (question, clauses) => {
  expect(questionParts(question).clauses.toSorted()).toEqual(clauses.toSorted());
});

test('several questions become parts, the most specific first', () => {
  expect(questionParts('Who fixed the roof? What did the red plumber charge?')).toEqual({
    asked: ['What did the red plumber charge', 'Who fixed the roof'],
    clauses: [],
  });
});

test('the question in a message is separated from its statements, however long they are', () => {
  const told = 'I met Dr. Brown again today, and we walked all the way up the hill behind the old station.';
  const parts = questionParts(`${told} What does the U.S. visa cost? It rained.`);
  expect(parts.asked).toEqual(['What does the U.S. visa cost']);
  expect(parts.clauses).toContain('we walked all the way up the hill behind the old station');
  expect(questionParts(`${told.repeat(60)} Who fixed the roof?`).asked).toEqual(['Who fixed the roof']);
  const unbroken = '今日は川沿いを散歩しました。アンナさんの家賃はいくらですか？';
  expect(questionParts(unbroken).asked).toEqual(['アンナさんの家賃はいくらですか']);
});

test('a simple question has no parts', () => {
  const none = { asked: [], clauses: [] };
  expect(questionParts('Where does Anna live?')).toEqual(none);
  expect(questionParts('why?')).toEqual(none);
  expect(questionParts('')).toEqual(none);
});

test('the number of parts is limited, and none is without content words', () => {
  const many = Array.from({ length: 30 }, (_, n) => `green apple number${n}`);
  expect(questionParts(many.join(', ')).clauses).toHaveLength(mostParts);
  expect(questionParts(`${many.join('? ')}, and so on?`)).toMatchObject({ asked: { length: mostParts }, clauses: [] });
  expect(questionParts('And what about it? What did the dentist say then?')).toEqual({ asked: [], clauses: [] });
});

test.each([
  ['I just came home from work. Where does Anna live?', true],
  ['Where does Anna live? I just came home from work', true],
  ['Ich war heute lange im Wald! Wo wohnt Anna jetzt?', true],
  ['今天我沿着河边散步了。安娜的房租是多少？', true],
  ['आज मैं नदी के किनारे टहला। अन्ना का किराया कितना है?', true],
  ['आज मैं नदी के किनारे गया था. अन्ना का किराया कितना है?', true],
  ['آج میں دریا کے کنارے چلا۔ انا کا کرایہ کتنا ہے؟', true],
  ['你好！安娜的房租是多少？', false],
  ['नमस्ते! अन्ना का किराया कितना है?', false],
  ['Where does Anna live?', false],
  ['Hi! Where does Anna live?', false],
  ['I just came home from work. You see?', false],
  ['I just came home from work.', false],
  ['Where does Anna live? Who fixed the roof?', false],
])('%s: makes a statement besides its question: %s', (message, expected) => {
  expect(tellsBesideAsking(message)).toBe(expected);
});

test('a part is never cut within a surrogate pair, which the database rejects', () => {
  for (const before of [998, 999]) {
    const told = 'I met Dr. Brown again today, and we walked up the hill.';
    const { asked } = questionParts(`${told} ${'plumber '.repeat(200).slice(0, before)}🏡 does the house cost?`);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.isWellFormed()).toBe(true);
  }
});

test('only the beginning and the end of a long message are searched for', () => {
  const message = `begin ${'x '.repeat(5_000)} end?`;
  expect(searchedText(message)).toMatch(/^begin .* end\?$/u);
  expect(searchedText(message).length).toBeLessThanOrEqual(2_001);
  expect(searchedText(` short\n`)).toBe('short');
});
