import { expect, test } from 'vitest';
import { plannedStrategies } from './context.ts';
import { chosenFrom } from './plan-by-model.ts';

const choice = ['SEARCH', 'DEEP_SEARCH', 'NARRATIVE'] as const;

test('accepts a list of strategies, each once, and always includes SEARCH', () => {
  expect(chosenFrom('["NARRATIVE", "SEARCH"]', choice)).toEqual(['SEARCH', 'NARRATIVE']);
  expect(chosenFrom('Here you are: ["DEEP_SEARCH","DEEP_SEARCH"]', choice)).toEqual(['SEARCH', 'DEEP_SEARCH']);
  expect(chosenFrom('[]', choice)).toEqual(['SEARCH']);
});

test('leaves room for the instructions, which are read for every message', () => {
  const all = chosenFrom(JSON.stringify(plannedStrategies), plannedStrategies);
  expect(all).toEqual(['SEARCH', 'RECENT_MESSAGES', 'DEEP_SEARCH', 'GRAPH', 'NARRATIVE']);
});

test('an error does not contain the invalid answer, which may quote a user', () => {
  for (const answer of ['[the code is xq7canary]', '["the code is xq7canary"]', '["SEARCH", xq7canary]']) {
    expect(() => chosenFrom(answer, choice)).toThrow(/^(?![\s\S]*xq7canary)/);
  }
});

test.each(['', 'SEARCH', '["DELETE"]', '["GRAPH"]', '{"a":1}', '[1]', '["SEARCH"', `["${'x'.repeat(100_000)}"]`])(
  'rejects any other answer: %.20s',
  (answer) => {
    expect(() => chosenFrom(answer, choice)).toThrow();
  },
);
