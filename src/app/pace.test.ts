import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pace } from './pace.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('some begin at once, those that follow one after the other, and who would wait too long not at all', async () => {
  let now = 0;
  const pace = new Pace({ atOnce: 3, gapMs: 50, longestMs: 100, now: () => now });
  const answers: string[] = [];
  for (let n = 0; n < 6; n += 1) void pace.next().then((begins) => answers.push(`${n} ${begins}`));
  await vi.advanceTimersByTimeAsync(0);
  expect(answers).toEqual(['0 true', '1 true', '2 true', '5 false']);
  await vi.advanceTimersByTimeAsync(50);
  expect(answers.slice(4)).toEqual(['3 true']);
  await vi.advanceTimersByTimeAsync(50);
  expect(answers.slice(5)).toEqual(['4 true']);
  // After a pause as many begin at once again, and no more.
  now = 10_000;
  const again = Array.from({ length: 4 }, () => pace.next());
  let begun = 0;
  for (const one of again) void one.then(() => (begun += 1));
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toBe(3);
});
