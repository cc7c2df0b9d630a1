import { describe, expect, test } from 'vitest';
import { noSession, type PlacedHit, placedIn, windowsOf } from './session-windows.ts';

/** A hit with its place as the database returns it, in a session of memories `a0`, `a1` and so on. */
function hit(session: string, ordinal: number, size: number): PlacedHit {
  const aroundFrom = Math.max(0, ordinal - 4);
  const around = Array.from(
    { length: Math.min(size, ordinal + 5) - aroundFrom },
    (_, n) => `${session}${aroundFrom + n}`,
  );
  return { id: `${session}${ordinal}`, session, ordinal, around, aroundFrom };
}

const ids = (places: readonly { readonly id: string }[]) => places.map(({ id }) => id);

describe('the windows of hits', () => {
  test('two places on each side of a seed may join, and the next two stand beside', () => {
    const { joining, beside } = windowsOf([hit('a', 5, 20)], [0]);
    expect(ids(joining)).toEqual(['a3', 'a4', 'a6', 'a7']);
    expect(ids(beside)).toEqual(['a1', 'a2', 'a8', 'a9']);
    expect(joining[0]).toEqual({ id: 'a3', session: 'a', ordinal: 3 });
  });

  test('two places on each side of a hit that is not a seed stand beside, and none joins', () => {
    const { joining, beside } = windowsOf([hit('a', 5, 20)], []);
    expect(ids(joining)).toEqual([]);
    expect(ids(beside)).toEqual(['a3', 'a4', 'a6', 'a7']);
  });

  test('windows end with their session, and contain each memory once', () => {
    const { joining, beside } = windowsOf([hit('a', 0, 6), hit('a', 2, 6), hit('b', 1, 2)], [1]);
    expect(ids(joining)).toEqual(['a1', 'a3', 'a4']);
    expect(ids(beside)).toEqual(['a5', 'b0']);
  });

  test('a memory without a conversation has no window', () => {
    expect(windowsOf([{ ...noSession, id: 'x', session: 'x' }], [0])).toEqual({ joining: [], beside: [] });
  });

  test('placedIn() returns the surroundings of a memory in its session, and none for a memory outside it', () => {
    const ids = Array.from({ length: 12 }, (_, n) => `a${n}`);
    expect(placedIn(ids, 'a5')).toEqual({ ordinal: 5, around: ids.slice(1, 10), aroundFrom: 1 });
    expect(placedIn(ids, 'a1')).toEqual({ ordinal: 1, around: ids.slice(0, 6), aroundFrom: 0 });
    expect(placedIn(ids, 'b1')).toEqual(noSession);
  });
});
