import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FairPace } from './fair-pace.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test('the first entries begin at once, the others one per interval, round-robin across the crowds', async () => {
  const pace = new FairPace({ atOnce: 2, gapMs: 10 });
  const begun: string[] = [];
  const enter = (crowd: string, name: string) =>
    pace.enter(crowd, () => {
      begun.push(name);
      return 1;
    });
  const ticking = vi.spyOn(globalThis, 'setInterval');
  const ended = vi.spyOn(globalThis, 'clearInterval');
  for (const n of [1, 2, 3, 4, 5]) enter('many', `many ${n}`);
  enter('one', 'one');
  expect(begun).toEqual(['many 1', 'many 2']);
  await vi.advanceTimersByTimeAsync(10);
  expect(begun.slice(2)).toEqual(['many 3']);
  await vi.advanceTimersByTimeAsync(10);
  expect(begun.slice(3)).toEqual(['one']);
  await vi.advanceTimersByTimeAsync(20);
  expect(begun.slice(4)).toEqual(['many 4', 'many 5']);
  // After a pause, as many may begin at once again.
  await vi.advanceTimersByTimeAsync(20);
  // Its timer is cleared; other files of this process may have set some.
  const timers = ticking.mock.results.map(({ value }) => value);
  expect(timers).not.toEqual([]);
  expect(ended.mock.calls.flat()).toEqual(expect.arrayContaining(timers));
});

test('entries that nobody waits for any more do not delay the others', async () => {
  const pace = new FairPace({ atOnce: 1, gapMs: 10 });
  const begun: number[] = [];
  for (let n = 0; n < 100; n += 1) {
    pace.enter('', () => {
      if (n % 99 === 0) begun.push(n);
      return n % 99 === 0 ? 1 : 0;
    });
  }
  await vi.advanceTimersByTimeAsync(10);
  expect(begun).toEqual([0, 99]);
});

test('an entry that arrives while another begins is queued, and does not begin within it', async () => {
  const pace = new FairPace({ atOnce: 2, gapMs: 10 });
  const told: string[] = [];
  const enter = (n: number): void =>
    pace.enter('', () => {
      told.push(`begin ${n}`);
      if (n < 9) enter(n + 1);
      told.push(`end ${n}`);
      return 1;
    });
  enter(1);
  expect(told).toEqual(['begin 1', 'end 1']);
  await vi.advanceTimersByTimeAsync(10);
  expect(told).toEqual([1, 2, 3].flatMap((n) => [`begin ${n}`, `end ${n}`]));
});

test('a turn that would take too long is refused at once', async () => {
  const pace = new FairPace({ atOnce: 3, gapMs: 50, longestMs: 100 });
  const answers: string[] = [];
  for (let n = 0; n < 6; n += 1) void pace.turn('').then((begins) => answers.push(`${n} ${begins}`));
  await vi.advanceTimersByTimeAsync(0);
  expect(answers).toEqual(['0 true', '1 true', '2 true', '5 false']);
  await vi.advanceTimersByTimeAsync(50);
  expect(answers.slice(4)).toEqual(['3 true']);
  await vi.advanceTimersByTimeAsync(50);
  expect(answers.slice(5)).toEqual(['4 true']);
  // After a pause, as many begin at once again, and no more.
  await vi.advanceTimersByTimeAsync(10_000);
  let begun = 0;
  for (let n = 0; n < 4; n += 1) void pace.turn('').then(() => (begun += 1));
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toBe(3);
});

test('a turn for more work uses as many turns, which count for those behind it', async () => {
  const pace = new FairPace({ atOnce: 3, gapMs: 10, longestMs: 50 });
  const begun: string[] = [];
  const turn = (name: string, turns: number) =>
    pace.turn('', { turns }).then((begins) => begun.push(begins ? name : `${name} refused`));
  for (const [name, turns] of [
    ['five', 5],
    ['two', 2],
    ['one', 1],
    ['another', 1],
  ] as const)
    void turn(name, turns);
  await vi.advanceTimersByTimeAsync(0);
  // Five of the three that were there are used: two are missing, then come the two and the one, which fifty milliseconds have room for.
  expect(begun).toEqual(['five', 'another refused']);
  await vi.advanceTimersByTimeAsync(20);
  expect(begun.slice(2)).toEqual([]);
  await vi.advanceTimersByTimeAsync(10);
  expect(begun.slice(2)).toEqual(['two']);
  await vi.advanceTimersByTimeAsync(20);
  expect(begun.slice(3)).toEqual(['one']);
});
