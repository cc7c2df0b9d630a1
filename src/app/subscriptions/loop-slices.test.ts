import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LoopSlices } from './loop-slices.ts';

/** Blocks for longer than a slice. */
function keepBusy(): void {
  const until = performance.now() + 6;
  while (performance.now() < until);
}

test('work is spread over turns of the event loop, and done in order and only once', async () => {
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
  // Finished work may be added again, even by itself.
  slices.add(() => slices.add(() => done.push(99)));
  await expect.poll(() => done.at(-1)).toBe(99);
});

test('work continues in the current slice if that has not ended yet, otherwise in a later turn', async () => {
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
