import { expect, test } from 'vitest';
import { asksAdvice } from './asked-advice.ts';

test.each<[boolean, string[]]>([
  [
    true,
    [
      'how do i get wine out of a rug?',
      'how can we lower the bill?',
      'pixel sneezes. should i worry?',
      'what should i eat before a long run?',
      'which plants for the balcony could we try?',
      'what can be done against wasps?',
      'what helps against hay fever?',
      'how to descale the machine',
    ],
  ],
  [
    false,
    [
      'what do i weigh?',
      'how long can i run?',
      'how many eggs should i have bought?',
      'can i eat prawns?',
      'who knows what i should do?',
      'what did i bring on my last day?',
      'which flowers are safe?',
      '',
    ],
  ],
])('%s', (expected, questions) => {
  for (const question of questions) expect([question, asksAdvice(question)]).toEqual([question, expected]);
});
