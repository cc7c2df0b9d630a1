import { expect, test } from 'vitest';
import type { ComparedMemory } from './compared-memory.ts';
import { DuplicateGroups } from './duplicate-groups.ts';
import { judgeDuplicateIn } from './duplicates.ts';
import { memoryOf } from './fixtures/read-pairs.ts';

/** Offers memories with the same words that differ otherwise; returns the size of the group that they form. */
function gathered(...told: readonly Partial<ComparedMemory>[]): number {
  const groups = new DuplicateGroups(judgeDuplicateIn('en'));
  const [first, ...others] = told.map((more, place) => ({ ...memoryOf('Anna has a cat named Tom.', place), ...more }));
  if (first) for (const other of others) groups.offer(other, first, 1);
  return groups.members().size;
}

const tags = (count: number, name: string) => ({ tags: Array.from({ length: count }, (_, n) => `${name}${n}`) });

test('the tags of a group never exceed the maximum of one memory', () => {
  expect(gathered(tags(16, 'a'), tags(16, 'b'))).toBe(2);
  expect(gathered(tags(17, 'a'), tags(16, 'b'))).toBe(0);
  // Any two of them would fit.
  expect(gathered(tags(11, 'a'), tags(11, 'b'), tags(11, 'c'))).toBe(2);
});

test('the metadata of a group never exceeds the maximum of one memory', () => {
  const note = (name: string) => ({ metadata: { [name]: 'n'.repeat(6_000) } });
  expect(gathered(note('a'), note('b'))).toBe(2);
  expect(gathered(note('a'), note('b'), note('c'))).toBe(2);
});

test('the members of a group never have contradicting metadata', () => {
  expect(gathered({}, { metadata: { x: 1 } }, { metadata: { x: 1, y: 1 } })).toBe(3);
  expect(gathered({}, { metadata: { x: 1 } }, { metadata: { x: 2 } })).toBe(2);
});

test('a large group is split into proposals of at most 20 memories, which all keep the same one', async () => {
  const groups = new DuplicateGroups(judgeDuplicateIn('en'));
  const memories = Array.from({ length: 50 }, (_, place) => memoryOf('Anna has a cat named Tom.', place));
  const [first] = memories;
  if (first) for (const other of memories.slice(1)) groups.offer(other, first, 1);
  const proposals = await groups.proposals();
  expect(proposals.map((proposal) => proposal.memories.length)).toEqual([20, 20, 12]);
  const told = proposals.flatMap((proposal) => proposal.memories);
  expect(new Set(told.filter(({ role }) => role === 'KEEP').map(({ memoryId }) => memoryId))).toEqual(
    new Set([first?.id]),
  );
  const gone = told.filter(({ role }) => role === 'GO').map(({ memoryId }) => memoryId);
  expect(gone.toSorted()).toEqual(memories.slice(1).map(({ id }) => id));
});
