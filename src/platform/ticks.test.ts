import { expect, test } from 'vitest';
import { ticks } from './ticks.ts';

test('yields a Date per tick', async () => {
  const clock = ticks(5);
  const first = await clock.next();
  const second = await clock.next();
  expect([first.value, second.value]).toEqual([expect.any(Date), expect.any(Date)]);
  await clock.return?.();
});

test('return() ends a pending tick', async () => {
  const clock = ticks(3_600_000);
  await clock.next();
  const waiting = clock.next();
  await clock.return?.();
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(await clock.next()).toEqual({ done: true, value: undefined });
});
