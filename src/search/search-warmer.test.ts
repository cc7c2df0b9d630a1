import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { newId } from '../platform/db/new-id.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import { SearchWarmer } from './search-warmer.ts';

/** A warmer with one question per account, and the list of what it has warmed. */
function makeWarmer(paused = () => false, afterLast = () => {}) {
  const warmed: [accountId: string, count: number][] = [];
  let commit = (_touched: readonly StreamRef[]) => {};
  const warmer = new SearchWarmer({
    finder: {
      warm: async (accountId, count, rest) => {
        warmed.push([accountId, count]);
        if (accountId === 'broken') throw new Error('away');
        if (accountId === 'last') return void afterLast();
        await rest(accountId === 'slow' ? 1_000_000 : 0);
      },
    },
    onWake: (listener) => {
      commit = listener;
      return { [Symbol.dispose]: () => {} };
    },
    paused,
    delayMs: 0,
    log: pino({ level: 'silent' }),
  });
  onTestFinished(() => warmer[Symbol.asyncDispose]());
  const change = (accountId: string, kind: StreamRef['kind'] = 'collection') =>
    commit([{ accountId, kind, streamId: newId() }]);
  return { change, warmer, warmed };
}

test('warms each account once after several changes to its collections, even if another account fails', async () => {
  const { change, warmed } = makeWarmer();
  change('ada', 'conversation');
  for (const account of ['broken', 'ada', 'ada', 'bob', 'ada']) change(account);
  await expect.poll(() => warmed.map(([account]) => account)).toEqual(['broken', 'ada', 'bob']);
  expect(new Set(warmed.map(([, count]) => count))).toEqual(new Set([5]));
  change('ada');
  await expect.poll(() => warmed).toHaveLength(4);
});

test.each([0, 1, 2, 3, 4, 5, 6])(
  'misses no change, even %s microtasks after the last account was warmed',
  async (steps) => {
    const changeLater = async () => {
      for (let step = 0; step < steps; step += 1) await null;
      change('ada');
    };
    const { change, warmed } = makeWarmer(undefined, () => void changeLater());
    change('last');
    await expect.poll(() => warmed.map(([account]) => account)).toEqual(['last', 'ada']);
  },
);

test('warms nothing while memory is short', async () => {
  const paused = vi.fn(() => true);
  const { change, warmed } = makeWarmer(paused);
  change('ada');
  await expect.poll(() => paused.mock.calls.length).toBeGreaterThan(0);
  expect(warmed).toEqual([]);
  paused.mockReturnValue(false);
  change('bob');
  await expect.poll(() => warmed).toEqual([['bob', 5]]);
});

test('rests after a slow question, and disposal does not wait for that rest', async () => {
  const { change, warmer, warmed } = makeWarmer();
  change('slow');
  change('ada');
  await expect.poll(() => warmed).toHaveLength(1);
  await warmer[Symbol.asyncDispose]();
  expect(warmed).toEqual([['slow', 5]]);
});
