import { expect, test } from 'vitest';
import { chooseMemories } from './choose-memories.ts';
import { makeMemory } from './fixtures/make-memory.ts';

test('takes what many words of others are in, nothing twice, and bounds itself', () => {
  const about = Array.from({ length: 60 }, (_, n) =>
    makeMemory(`m${n}`, `garden: rose${n} beside tulip${n} under oak${n} near fern${n}`),
  );
  const chosen = chooseMemories([makeMemory('odd', 'zebra quartz umbrella'), ...about, makeMemory('short', 'yes ok')]);
  expect(chosen.length).toBeLessThanOrEqual(24);
  expect(chosen.map(({ id }) => id)).not.toContain('short');
  const same = Array.from({ length: 10 }, (_, n) => makeMemory(`s${n}`, `Anna likes strong black tea${'!'.repeat(n)}`));
  expect(chooseMemories(same)).toHaveLength(1);
});

test('what holds for long stands before what happened, which stands in the order of time', () => {
  const at = (day: number) => ({ validFrom: new Date(Date.UTC(2026, 0, day)) });
  const chosen = chooseMemories([
    makeMemory('late', 'we moved into the new house', { kind: 'EPISODE', ...at(9) }),
    makeMemory('early', 'the roof was repaired by Tom', { kind: 'EPISODE', ...at(2) }),
    makeMemory('likes', 'Anna prefers tea over coffee', { kind: 'PREFERENCE', ...at(20) }),
  ]);
  expect(chosen.map(({ id }) => id)).toEqual(['likes', 'early', 'late']);
});

test('of nothing it takes nothing', () => {
  expect(chooseMemories([])).toEqual([]);
});
