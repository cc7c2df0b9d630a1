import { expect, test } from 'vitest';
import { chosenFrom } from './plan-by-model.ts';

const choice = ['SEARCH', 'DEEP_SEARCH', 'NARRATIVE'] as const;

test('takes the names of a list, each once, and searches in any case', () => {
  expect(chosenFrom('["NARRATIVE", "SEARCH"]', choice)).toEqual(['SEARCH', 'NARRATIVE']);
  expect(chosenFrom('Here you are: ["DEEP_SEARCH","DEEP_SEARCH"]', choice)).toEqual(['SEARCH', 'DEEP_SEARCH']);
  expect(chosenFrom('[]', choice)).toEqual(['SEARCH']);
});

test('what is no list is in no message of an error: it may hold what somebody said', () => {
  for (const answer of ['[the code is xq7canary]', '["the code is xq7canary"]', '["SEARCH", xq7canary]']) {
    expect(() => chosenFrom(answer, choice)).toThrow(/^(?![\s\S]*xq7canary)/);
  }
});

test.each(['', 'SEARCH', '["DELETE"]', '["GRAPH"]', '{"a":1}', '[1]', '["SEARCH"', `["${'x'.repeat(100_000)}"]`])(
  'takes no other answer: %.20s',
  (answer) => {
    expect(() => chosenFrom(answer, choice)).toThrow();
  },
);
