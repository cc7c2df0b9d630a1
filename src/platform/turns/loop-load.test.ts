import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LoopLoad } from './loop-load.ts';

/** Keeps the event loop busy without a break. */
function work(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until) Math.sqrt(until);
}

test('the event loop is full while it works without a break, and not after a rest', async () => {
  const load = new LoopLoad();
  expect(load.isFull).toBe(false);
  await sleep(250);
  expect(load.isFull).toBe(false);
  work(250);
  expect(load.isFull).toBe(true);
  expect(load.isFull).toBe(true);
  await sleep(250);
  expect(load.isFull).toBe(false);
});
