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
  // No speaker: an application stored it.
  ['Anna', null, true],
  ['Anna', 'Eve', false],
] as const)('what %s said is retired for news from %s without asking: %s', (one, other, safe) => {
  expect(retirements("Anna's email address is a@x.org.", "Anna's email address is now e@y.org.", [one, other])).toEqual(
    [{ rule: 'told anew', safe }],
  );
});

/** Returns how many of the memories, given in order of age, oldest first, would be retired. */
function retired(contents: readonly string[]): number {
  const index = new OutdatedIndex(() => false);
  for (const [age, content] of contents.entries()) index.add(memoryOf(content, age));
  return index.proposals().length;
}

const times = (count: number, told: (n: number) => string) => Array.from({ length: count }, (_, n) => told(n));

test('values that are told again and again are a series, of which none outdates the others', () => {
  const celsius = (n: number) => `The temperature in the office is ${n % 40} degrees.`;
  expect(retired(times(20, celsius))).toBe(19);
  expect(retired(times(400, celsius))).toBe(0);
  // Another subject in the same index.
  expect(retired([...times(400, celsius), 'The rent is 850 euros a month.', 'The rent is 920 euros a month.'])).toBe(1);
});

test('one value that is told again and again is no series', () => {
  const rent = (euros: number) => `The rent is ${euros} euros a month.`;
  expect(retired([...times(30, () => rent(850)), ...times(30, () => rent(920))])).toBe(30);
});

test('what says itself that it is new outdates what was, however often', () => {
  expect(retired(times(60, (n) => `The rent is now ${800 + n} euros a month.`))).toBe(59);
});
