import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LoopSlices } from './loop-slices.ts';

/** Keeps the processor for longer than a slice. */
function keepBusy(): void {
  const until = performance.now() + 6;
  while (performance.now() < until);
}

test('much work leaves the event loop its turns, is done in order, and once', async () => {
  const slices = new LoopSlices();
  const done: number[] = [];
  const works = Array.from({ length: 5 }, (_, n) => () => {
    keepBusy();
    done.push(n);
  });
  for (const work of [...works, ...works]) slices.add(work);
  const seen: number[] = [];
  while (done.length < 5) {
    await setImmediate();
    seen.push(done.length);
  }
  expect(seen).toEqual([1, 2, 3, 4, 5]);
  expect(done).toEqual([0, 1, 2, 3, 4]);
  // What is done may be asked for again, by itself too.
  slices.add(() => slices.add(() => done.push(99)));
  await expect.poll(() => done.at(-1)).toBe(99);
});

test('what waited for no longer than its turn lasts goes on in it, and what waited for longer in a later one', async () => {
  const slices = new LoopSlices();
  const done: string[] = [];
  const soon = Promise.withResolvers<void>();
  slices.add(() => {
    void Promise.resolve().then(() => slices.goOn(() => done.push('at once')));
    void setImmediate().then(() => {
      keepBusy();
      slices.goOn(() => done.push('later'));
      done.push('asked');
      soon.resolve();
    });
  });
  await soon.promise;
  await expect.poll(() => done).toEqual(['at once', 'asked', 'later']);
});
