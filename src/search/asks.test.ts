import { expect, test } from 'vitest';
import { asks } from './asks.ts';

test.each([
  'when did anna move to oslo',
  'So, where are my keys',
  'which books has Anna read',
  "what's the name of her dog",
  'who fixed the roof',
  'did we book the flights',
  'is there anything about the rent',
  'what about the rent',
  'Tell me what Anna said about the rent',
  'And could you please remind me where I put the keys',
  'I wonder where Anna lives now',
  "I can't remember who fixed the roof",
  'I’d like to know when the rent is due',
  'List everything that Anna has planted',
  'Summarize what we decided',
])('is a question in English even without a question mark: %s', (sentence) => {
  expect(asks(sentence, '.')).toBe(true);
});

test.each([
  'weißt du noch, wie der Zahnarzt heißt',
  'Hey, wann kommt Merle',
  'Sag mir, wo der Schlüssel liegt',
  'erinner mich, was Anna gesagt hat',
  'rappelle-moi le nom du plombier',
  "c'est quand la réunion",
  'recuérdame el nombre del hotel',
  'y cuándo vence el seguro',
  '提醒我一下，车牌号是多少',
  '我血型是啥',
  '歯医者の名前は何だったっけ',
  'ricordami dove abita Gina',
  'me lembra o nome da praia',
  'weet je nog hoe de kat heet',
  'напомни, как зовут врача',
])('is a question in another language even without a question mark: %s', (sentence) => {
  expect(asks(sentence, '.')).toBe(true);
});

test.each([
  'Erinner mich an den Zahnarzt',
  'Wie schön der Garten ist',
  'Was für ein Tag',
  "rappelle-moi d'appeler Anna",
  "Quand j'étais à Lyon, il pleuvait",
  'recuérdame llamar a Anna',
  'Qué bien que viniste',
  '我不知道怎么走，就回家了',
  '提醒我明天买牛奶',
  'ricordami di chiamare Anna',
  'Remind me to call Anna tomorrow',
  'When I was in Oslo, Anna fixed the roof',
  'What a day it was',
  'What I like most is the garden',
  'How lovely the garden is',
  'Who knows',
  'I know where Anna lives',
  'Was at the gym today',
  'List of groceries: milk, bread',
  'Let me know if you need anything',
  'Finding the keys took an hour',
  'Die Frau hat das Dach repariert',
])('is not a question: %s', (sentence) => {
  expect(asks(sentence, '.')).toBe(false);
});

test('a question mark makes a question in every language', () => {
  expect(['?', '？', '؟', '?!'].map((end) => asks('Wo wohnt Anna jetzt', end))).toEqual([true, true, true, true]);
});
