import { expect, test } from 'vitest';
import { memoryOf } from './fixtures/read-pairs.ts';
import { OutdatedIndex } from './outdated-index.ts';

function retirements(said: string, later: string, speakers: readonly [string | null, string | null]) {
  const index = new OutdatedIndex(() => false);
  for (const [age, content] of [said, later].entries()) {
    index.add({ ...memoryOf(content, age), speaker: speakers[age] ?? null });
  }
  return index.proposals().map(({ rule, safe }) => ({ rule, safe }));
}

test.each([
  ['Anna', 'Anna', true],
  [null, 'Eve', true],
  // An application tells it, and nobody else.
  ['Anna', null, true],
  ['Anna', 'Eve', false],
] as const)('what %s said is retired for news from %s without asking: %s', (one, other, safe) => {
  expect(retirements("Anna's email address is a@x.org.", "Anna's email address is now e@y.org.", [one, other])).toEqual(
    [{ rule: 'told anew', safe }],
  );
});
