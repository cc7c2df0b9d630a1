import { expect, test } from 'vitest';
import { asksHelpers } from './asked-of-helpers.ts';

test.each<[boolean, string[]]>([
  [
    true,
    [
      'why did the tablets crash?',
      'how was the printer repaired?',
      'ticket 12: how did it end?',
      'what did we promise kessler about the refund?',
      'which bugs have we reported?',
      'what we told omar',
      "what we've already offered",
    ],
  ],
  [
    false,
    [
      'how many seats does kessler have?',
      'how long did it take?',
      'which customers complained about sync?',
      'who showed how it works?',
      'are we late?',
      'when do we meet?',
      'what can we use?',
      '',
    ],
  ],
])('%s', (expected, questions) => {
  for (const question of questions) expect([question, asksHelpers(question)]).toEqual([question, expected]);
});
