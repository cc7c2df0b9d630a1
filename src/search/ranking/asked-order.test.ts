import { expect, test } from 'vitest';
import { type AskedOrder, askedOrder, asksInPresent, asksWhether } from './asked-order.ts';

test.each<[AskedOrder | null, string[]]>([
  [
    'first',
    [
      'when did i first swim?',
      'the first time we met',
      'what was my very first thing there?',
      "anna's earliest memory",
      'has the first draft been sent?',
    ],
  ],
  [
    'last',
    [
      'when did she last call?',
      'the last time i ran',
      'his latest result',
      'what did i buy most recently?',
      'my last day at work',
      'how long was the last run?',
      'what was the last status of ticket 12?',
    ],
  ],
  [
    'now',
    [
      'what do i weigh now?',
      "leo's current goal",
      'where is he currently?',
      'how do i sleep these days?',
      'right now',
      'now, where do i live now?',
      'has the heel healed?',
      'one more thing: have the tablets arrived?',
      'what state is the ticket in?',
      'the status of ticket 12',
      'did she call yet?',
      'which pills do i no longer take?',
    ],
  ],
  [
    null,
    [
      'when did i swim?',
      'what is my last name?',
      'first aid',
      'who won first place?',
      'the first thing in the morning',
      'love at first sight',
      'a first-class ticket',
      'who came first?',
      'how long did it last?',
      'how long will the milk last for?',
      'the last three weeks',
      'last tuesday',
      'at the latest',
      'until now',
      'now that she is here',
      'now, which flat was it?',
      'what is the current in the bulb?',
      'the currency',
      'the first and the last time',
      'has she ever been to rome?',
      'what has she bought?',
      'which state of mind',
      'which countries did he visit in the states?',
      '',
    ],
  ],
])('%s', (order, questions) => {
  for (const question of questions) expect([question, askedOrder(question)]).toEqual([question, order]);
});

test.each([
  'is the pump still broken?',
  'do the doors slam?',
  'one more thing: has the heel healed?',
  'can she sing again?',
  'does anna work there?',
])('%s asks whether something holds', (question) => {
  expect(asksWhether(question)).toBe(true);
});

test.each([
  'what is broken?',
  'did the doors slam?',
  'do you remember the doors?',
  'can you list the doors?',
  'has she ever been to rome?',
  'island life',
])('%s does not ask whether something holds', (question) => {
  expect(asksWhether(question)).toBe(false);
});

test.each([
  'which class is theo in?',
  'where is our drill?',
  'who services the boiler?',
  "what's my salary?",
  'how long have we lived here?',
  'what do we pay for broadband?',
])('%s asks in the present tense', (question) => {
  expect(asksInPresent(question)).toBe(true);
});

test.each([
  'which class was theo in?',
  'who serviced the boiler?',
  'who is the one who did the books before ruben?',
  'why is the van in the garage?',
  'what is the best thing that ever happened?',
  "whose is the dog's bowl that we had?",
  'the class of theo',
])('%s does not ask in the present tense', (question) => {
  expect(asksInPresent(question)).toBe(false);
});
