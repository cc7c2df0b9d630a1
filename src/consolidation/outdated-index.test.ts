import { expect, test } from 'vitest';
import { memoryOf } from './fixtures/read-pairs.ts';
import { OutdatedIndex } from './outdated-index.ts';

function retirements(said: string, later: string, speakers: readonly [string | null, string | null]) {
  const index = new OutdatedIndex(() => false, 'en');
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
] as const)('a statement by %s is retired automatically because of news from %s: %s', (one, other, safe) => {
  expect(retirements("Anna's email address is a@x.org.", "Anna's email address is now e@y.org.", [one, other])).toEqual(
    [{ rule: 'told anew', safe }],
  );
});

test.each(['forwards', 'backwards'])(
  'of memories of one call, which have equal times, a later one outdates, compared %s',
  (direction) => {
    const index = new OutdatedIndex(() => false, 'en');
    const told = ['Ada lives in Vienna now.', 'Ada lives in Oslo now.'];
    const ids = ['019a0000-0000-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000002'];
    const memories = told.map((content, at) => ({ ...memoryOf(content, 0), id: ids[at] ?? '' }));
    for (const memory of direction === 'forwards' ? memories : memories.toReversed()) index.add(memory);
    expect(index.proposals().map(({ memories: named }) => named.map(({ memoryId, role }) => [memoryId, role]))).toEqual(
      [
        [
          [ids[0], 'GO'],
          [ids[1], 'EVIDENCE'],
        ],
      ],
    );
  },
);

/** Returns how many of the memories, given in order of age, oldest first, would be retired. */
function retired(contents: readonly string[]): number {
  const index = new OutdatedIndex(() => false, 'en');
  for (const [age, content] of contents.entries()) index.add(memoryOf(content, age));
  return index.proposals().length;
}

const times = (count: number, told: (n: number) => string) => Array.from({ length: count }, (_, n) => told(n));

test('many different values of one subject are a time series, in which none outdates the others', () => {
  const celsius = (n: number) => `The temperature in the office is ${n % 40} degrees.`;
  expect(retired(times(20, celsius))).toBe(19);
  expect(retired(times(400, celsius))).toBe(0);
  // Another subject in the same index.
  expect(retired([...times(400, celsius), 'The rent is 850 euros a month.', 'The rent is 920 euros a month.'])).toBe(1);
});

test('repetitions of the same value are not a time series', () => {
  const rent = (euros: number) => `The rent is ${euros} euros a month.`;
  expect(retired([...times(30, () => rent(850)), ...times(30, () => rent(920))])).toBe(30);
});

test('a statement marked as new ("now") outdates the earlier ones, however many there are', () => {
  expect(retired(times(60, (n) => `The rent is now ${800 + n} euros a month.`))).toBe(59);
});

const permits = (count: number) =>
  times(count, (n) => `The garage permit for house ${n} is pending.`).map((content, n) => memoryOf(content, n));

test('a word that many memories have does not tell which of them is over', () => {
  const index = (of: number) => {
    const found = new OutdatedIndex(() => false, 'en');
    for (const memory of permits(of)) found.add(memory);
    found.add(memoryOf('At last we received the garage permit.', of));
    return found.proposals();
  };
  expect(index(1)).toMatchObject([{ rule: 'likely over', safe: false }]);
  expect(index(50)).toEqual([]);
});

test('what is certain stands before what is only likely, though that was told later', () => {
  const contents = [
    'Ben lives in Lyon with two cats.',
    'Ben moved to Nantes.',
    'Ben never forgot Lyon, where he gave the cats away.',
  ];
  const index = new OutdatedIndex(() => false, 'en');
  for (const [age, content] of contents.entries()) index.add(memoryOf(content, age));
  expect(index.proposals()).toMatchObject([{ rule: 'told anew', safe: true }]);
  const likely = new OutdatedIndex(() => false, 'en');
  for (const at of [0, 2]) likely.add(memoryOf(contents[at] ?? '', at));
  expect(likely.proposals()).toMatchObject([{ rule: 'likely over' }]);
});

test('the earliest of several that certainly end a memory is proposed, and each link of a chain before the next', () => {
  const contents = ['I am engaged to Paul.', 'I got married to Paul.', 'I am divorced from Paul.'];
  const memories = contents.map((content, age) => ({ ...memoryOf(content, age), speaker: 'Ada' }));
  for (const read of [memories, memories.toReversed()]) {
    const index = new OutdatedIndex(() => false, 'en');
    for (const memory of read) index.add(memory);
    const links = index.proposals().map((proposal) => proposal.memories.map(({ memoryId }) => memoryId));
    expect(links[0]).toEqual([memories[0]?.id, memories[1]?.id]);
  }
  const homes = ['Ben lives in Lyon.', 'Ben lives in Nantes now.', 'Ben lives in Brest now.'];
  const index = new OutdatedIndex(() => false, 'en');
  for (const [age, content] of [...homes.entries()].toReversed()) index.add(memoryOf(content, age));
  const links = index.proposals().map((proposal) => proposal.memories.map(({ memoryId }) => memoryId));
  expect(links).toEqual([
    [memoryOf('', 0).id, memoryOf('', 1).id],
    [memoryOf('', 1).id, memoryOf('', 2).id],
  ]);
});

test('of what may end a memory the likeliest is proposed, not the latest', () => {
  const contents = [
    'The big tent is on loan to Matthias.',
    'Matthias dropped the tent off yesterday.',
    'Matthias sold his old van to Ben.',
  ];
  const index = new OutdatedIndex(() => false, 'en');
  for (const [age, content] of contents.entries()) index.add(memoryOf(content, age));
  const ids = index.proposals().map(({ memories }) => memories.map(({ memoryId }) => memoryId));
  expect(ids).toEqual([[0, 1].map((age) => memoryOf('', age).id)]);
});
