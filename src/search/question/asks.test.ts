import { expect, test } from 'vitest';
import { asks, withoutLead } from './asks.ts';

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
  'um where did i put the spare key',
  'and uh what was that paneer thing',
  'Alright so like, when is the rent due',
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
  'ähm was habe ich am Montag gesagt',
  'euh où est la clé',
  'ehm dove abita Gina',
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
  'um when I was in Oslo Anna fixed the roof',
  'Oh, what a day it was',
  'Die Frau hat das Dach repariert',
])('is not a question: %s', (sentence) => {
  expect(asks(sentence, '.')).toBe(false);
});

test('a question mark makes a question in every language', () => {
  expect(['?', '？', '؟', '?!'].map((end) => asks('Wo wohnt Anna jetzt', end))).toEqual([true, true, true, true]);
});

test.each([
  ["hey what's the coach called", "what's the coach called"],
  ['Um, what happened on the 8th of July?', 'what happened on the 8th of July?'],
  ['okay so um did we book the flights', 'did we book the flights'],
  ['and uh what was that paneer thing', 'what was that paneer thing'],
  ['can you tell me again who fixed the roof', 'who fixed the roof'],
  ['uh tell me about the roof', 'tell me about the roof'],
  ['Ähm, was habe ich am Montag gesagt?', 'was habe ich am Montag gesagt?'],
  ['Oye, ¿dónde vivo?', '¿dónde vivo?'],
])('"%s" asks "%s"', (question, rest) => {
  expect(withoutLead(question)).toBe(rest);
});

test.each([
  'um',
  'hey, um',
  'Hey Jude',
  'Hey Jude?',
  'Um Bongo',
  'Oh, Canada',
  'Oh What a Night',
  'So what',
  'um acht Uhr',
  'Um wie viel Uhr kommt Anna?',
  'um livro',
  'um livro sobre o quê?',
  'Ben, où est-il ?',
  '"um what did we say"',
  'where is the roof',
  'can you tell me about the roof',
])('each word of "%s" is searched', (query) => {
  expect(withoutLead(query)).toBe(query);
});

test('a lead is looked for in the beginning of a question, so that thousands of its words take no time', () => {
  const [um, question] = ['um '.repeat(2_000), `what did Ben say ${'about it '.repeat(200)}`];
  expect(withoutLead(`um ${question}`)).toBe(question);
  expect(withoutLead(um + question)).toBe(um + question);
});
