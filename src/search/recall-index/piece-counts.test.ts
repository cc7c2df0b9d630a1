import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PieceCounts } from './piece-counts.ts';

const pieces = fc
  .uniqueArray(fc.integer({ min: 0, max: 65_535 }), { minLength: 1, maxLength: 100 })
  .map((some) => Uint16Array.from(some));

test('counts pieces as a map would', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(pieces, fc.boolean()), { maxLength: 20 }), (memories) => {
      const counts = new PieceCounts();
      const expected = new Map<number, number>();
      for (const [memory] of memories) counts.add(memory);
      for (const [memory, isRemoved] of memories) {
        if (isRemoved) counts.remove(memory);
        else for (const piece of memory) expected.set(piece, (expected.get(piece) ?? 0) + 1);
      }
      const all = memories.flatMap(([memory]) => [...memory]);
      expect(all.map((piece) => counts.memoriesWith(piece))).toEqual(all.map((piece) => expected.get(piece) ?? 0));
    }),
  );
});

test('unknown pieces count as 0, and removing them has no effect', () => {
  const counts = new PieceCounts();
  counts.remove(Uint16Array.of(3));
  expect([counts.memoriesWith(3), counts.memoriesWith(65_535)]).toEqual([0, 0]);
  counts.add(Uint16Array.of(3));
  expect(counts.memoriesWith(3)).toBe(1);
});
