import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LoopTurns } from './loop-turns.ts';

test('gives each caller its own turn of the event loop, in order', async () => {
  const turns = new LoopTurns();
  const had: string[] = [];
  for (const name of ['a', 'b', 'c']) void turns.next().then(() => had.push(name));
  const seen: string[] = [];
  while (had.length < 3) {
    await setImmediate();
    seen.push(had.join(''));
  }
  expect(seen).toEqual(['a', 'ab', 'abc']);
});

test('starts again after it was idle', async () => {
  const turns = new LoopTurns();
  await turns.next();
  await setImmediate();
  expect(turns.waiting).toBe(0);
  const both = [turns.next(), turns.next()];
  expect(turns.waiting).toBe(2);
  await Promise.all(both);
  expect(turns.waiting).toBe(0);
});

test('pause() waits while several callers are queued, and returns null while few are', async () => {
  const turns = new LoopTurns();
  expect(turns.pause()).toBeNull();
  const first = turns.next();
  expect(turns.pause()).toBeNull();
  const waiting = [first, turns.next(), turns.next()];
  const pauses = [turns.pause(), turns.pause()];
  expect(pauses).not.toContain(null);
  await Promise.all(pauses);
  await first;
  expect(turns.pause()).toBeNull();
  await Promise.all(waiting);
});
