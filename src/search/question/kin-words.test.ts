import { expect, test } from 'vitest';
import { otherKinWords } from './kin-words.ts';

test.each<[string, string[]]>([
  ["What does Ilse's mother play?", ['mum', 'mom']],
  ['where do mum and dad live', ['mother', 'mom', 'father']],
  ['How many KIDS has she?', ['children', 'child', 'kid']],
  ["Who is Dario's sister-in-law?", ['brother', 'wife']],
  ['Who is his mother-in-law, and who is his wife?', ['mum', 'mom', 'husband']],
  ['son-in-law', []],
  ['a constructor-in-law', []],
  ['the motherboard, grandiose', []],
  ['mother2', []],
  ['', []],
])('finds other words for the relatives in "%s"', (question, words) => {
  expect(otherKinWords(question)).toEqual(words);
});
