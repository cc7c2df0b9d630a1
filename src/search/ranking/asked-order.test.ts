import { expect, test } from 'vitest';
import { type AskedOrder, askedOrder } from './asked-order.ts';

test.each<[AskedOrder | null, string[]]>([
  [
    'first',
    [
      'when did i first swim?',
      'the first time we met',
      'what was my very first thing there?',
      "anna's earliest memory",
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
      '',
    ],
  ],
])('%s', (order, questions) => {
  for (const question of questions) expect([question, askedOrder(question)]).toEqual([question, order]);
});
