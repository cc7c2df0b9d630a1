import { expect, test } from 'vitest';
import { mostParts, questionParts, searchedText } from './question-parts.ts';

test('a composite question falls into its parts', () => {
  expect(questionParts('Compare the old flat in Leeds with the new house, and tell me what the bank said')).toEqual([
    'Compare the old flat in Leeds with the new house',
    'tell me what the bank said',
  ]);
  expect(questionParts('Who fixed the roof? What did the plumber charge?')).toEqual([
    'Who fixed the roof',
    'What did the plumber charge',
  ]);
});

test('a question of one part has no parts', () => {
  expect(questionParts('Where does Anna live?')).toEqual([]);
  expect(questionParts('why?')).toEqual([]);
  expect(questionParts('')).toEqual([]);
});

test('parts are few, and none is without words of its own', () => {
  const many = Array.from({ length: 30 }, (_, n) => `green apple number${n}`).join(', ');
  expect(questionParts(many)).toHaveLength(mostParts);
  expect(questionParts('And what about it? What did the dentist say then?')).toEqual([]);
});

test('of a long message its beginning and its end are searched for', () => {
  const message = `begin ${'x '.repeat(5_000)} end?`;
  expect(searchedText(message)).toMatch(/^begin .* end\?$/u);
  expect(searchedText(message).length).toBeLessThanOrEqual(2_001);
  expect(searchedText(` short\n`)).toBe('short');
});
