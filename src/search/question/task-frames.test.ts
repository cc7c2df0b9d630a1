import { expect, test } from 'vitest';
import { withoutTask } from './task-frames.ts';

test.each([
  ['Can you summarize how my training has gone this year?', 'how my training this year?'],
  ['Could you walk me through the repairs?', 'the repairs?'],
  ['Give me a short, clear overview of the repairs.', 'the repairs.'],
  ['I’d like to have a recap on the repairs', 'the repairs'],
  ['Please write a detailed report of the repairs', 'the repairs'],
  ['What’s a summary of my year at the mill?', 'my year at the mill?'],
  [
    'Can you list the order in which I brought up different aspects of the mill throughout our conversations?',
    'the mill ?',
  ],
  ['In what order did I mention my cousins?', 'cousins?'],
  ['What was the order in which I told you about the visits?', 'visits?'],
  ['The repairs in chronological order. Mention ONLY and ONLY five items.', 'The repairs . .'],
  ['How many mills did I visit across our previous chats?', 'How many mills did I visit ?'],
  ['What costs of the mill have I discussed with you so far', 'What costs of the mill have'],
  ['Considering everything I told you about the mill, who owns it?', 'Considering the mill, who owns it?'],
  ['How many days passed between the fair and the flood?', 'between the fair and the flood?'],
  ['How long did it take us from the fair to the flood?', 'from the fair to the flood?'],
  ['How many different mills are there in total?', 'mills are there ?'],
])('"%s" is about "%s"', (question, about) => {
  expect(withoutTask(question)).toBe(about);
});

test.each([
  'Give me a summary.',
  'Where is the summary of the flood report?',
  'When did my order arrive?',
  'Where is the order that I placed?',
  'What was the order of the bakery?',
  'Show me the shopping list',
  'How did I like my sessions with the coach?',
  'How did Anna like my yoga sessions?',
  'Who mentioned the flood?',
  'Which town was I brought up in?',
  'How many days was I ill?',
  'How long did the flood last?',
  'What is the total of the bill?',
])('"%s" stays as it is', (question) => {
  expect(withoutTask(question)).toBe(question);
});
