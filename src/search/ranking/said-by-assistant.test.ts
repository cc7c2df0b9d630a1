import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { asksWhatAssistantSaid } from './said-by-assistant.ts';

test.each([
  'What was the third restaurant you recommended near the river?',
  "remind me what you'd suggested for the ferry complaint",
  'How much did you estimate a whippet costs per year?',
  'What share must be shifted to the night, according to you?',
  'Which novel was on your list of family sagas?',
  'In our last chat about Orkney, which bay was shallow?',
  'We talked about lassi once. How much yoghurt goes in?',
  'What did we say about proofing in the fridge?',
  'Which spice is in your mango lassi recipe?',
  'What were you saying about the boiler?',
  'How did you think I should prune the figs?',
  'Welches Buch hast du mir für die Reise empfohlen?',
  'Wie hieß die Insel, die du letzte Woche genannt hast?',
  'Was haben Sie mir zur Miete geraten?',
  'Wie lautete Ihre Empfehlung für den Herd?',
  "Quel livre m'as-tu conseillé pour les vacances ?",
  "C'était quoi, la plage que vous m'avez déconseillée ?",
  '¿Qué restaurante me recomendaste en Lisboa?',
  '¿Cuál era el segundo de tu lista?',
  'Che film mi hai consigliato a maggio?',
  'Qual era o livro que você me recomendou?',
  'Welk boek heb je me aangeraden?',
  'Какой фильм ты мне посоветовал?',
  'Что вы говорили про аренду?',
  '你上次推荐的餐厅叫什么？',
  'あなたが勧めてくれた本の題名は？',
])('asks for what the assistant said: %s', (question) => {
  expect(asksWhatAssistantSaid(question)).toBe(true);
});

test.each([
  'Can you recommend me a book for the holidays?',
  'What did I tell you about Rufus?',
  'Which wine did Marco recommend?',
  'What have I told you about Ines and her child?',
  'Do you know what my sister said?',
  'What did I mention in our previous chat?',
  'We talked about the new job: how large is my team?',
  'What came out of our talk with the landlord?',
  'When we discussed the kitchen with Marco, what did he want?',
  'Which song opened our yoga session?',
  'Kannst du mir ein Buch empfehlen?',
  'Was habe ich dir über meine Chefin erzählt?',
  'Was haben sie dort empfohlen?',
  'Peux-tu me conseiller un livre ?',
  "Qu'est-ce que je t'ai dit de mon frère ?",
  '¿Puedes recomendarme una película?',
  '¿Qué te dije de mi jefa?',
  'Puoi consigliarmi un film?',
  'Você pode me recomendar um livro?',
  'Kun je me een boek aanraden?',
  'Можешь посоветовать фильм?',
  'Что я тебе сказал о сестре?',
  '你能推荐一家餐厅吗？',
  'おすすめの本を教えて',
])('asks for something else: %s', (question) => {
  expect(asksWhatAssistantSaid(question)).toBe(false);
});

test('a question of 32,000 characters is read without a stall', () => {
  for (const part of [
    'you have ',
    'du ',
    'tu as ',
    'Sie ',
    'ты а б в ',
    'je ',
    '你之前',
    'あなたが',
    'our last ',
    'my chat we talked ',
  ])
    expect(asksWhatAssistantSaid(part.repeat(32_000 / part.length))).toBe(false);
});

/** By an author who saw no rules; one half was read while the rules were made. */
const written = readFileSync(new URL('fixtures/asked-of-assistant.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('\t'));

test.each([
  ['read', 56],
  ['unread', 36],
] as const)(
  'of the %s half of 120 written questions at least %i of 60 are told, and none of 60 wrongly',
  (half, least) => {
    const told = written.filter(
      ([, of, , text = '']) => of === half && asksWhatAssistantSaid(text.replaceAll('’', "'")),
    );
    expect(told.filter(([, , label]) => label === 'yes').length).toBeGreaterThanOrEqual(least);
    expect(told.filter(([, , label]) => label === 'no')).toEqual([]);
  },
);
