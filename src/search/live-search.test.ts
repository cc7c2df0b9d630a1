import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveSearch, standsMs } from './live-search.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A search whose answer is the number of times it ran; the test increments its revision. */
function asked() {
  const question = { revisions: 0, looks: 0, asks: 0, holds: true };
  const search = new LiveSearch<number, number>({
    revision: async () => {
      question.looks += 1;
      return String(question.revisions);
    },
    ask: async () => {
      question.asks += 1;
      return question.asks;
    },
    shownBy: () => null,
    isSame: () => false,
    holds: () => question.holds,
    view: ({ answer }) => answer,
    onError: (error) => {
      throw error;
    },
  });
  return { search, question };
}

test('checks at most every 250 ms however often data changes, and searches only after a revision change', async () => {
  const begun = vi.spyOn(globalThis, 'setInterval');
  const { search, question } = asked();
  const healing = begun.mock.results.map(({ value }) => value);
  const follower = search.follow(() => {});
  expect(await follower.next()).toEqual({ value: 1, done: false });
  for (let ms = 0; ms < 1_000; ms += 10) {
    question.revisions += 1;
    search.wake();
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(question.asks).toBeLessThanOrEqual(1 + 1_000 / standsMs);
  expect(question.asks).toBeGreaterThan(1_000 / standsMs - 1);
  // A slow follower gets the newest answer.
  expect(await follower.next()).toEqual({ value: question.asks, done: false });

  const { asks, looks } = question;
  for (let ms = 0; ms < 1_000; ms += 10) {
    search.wake();
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(question.asks).toBeLessThanOrEqual(asks + 1);
  expect(question.looks - looks).toBeLessThanOrEqual(1 + 1_000 / standsMs);
  // Its own timers are gone; other test files in this process may have started some.
  const ended = vi.spyOn(globalThis, 'clearInterval');
  search.wake();
  const before = question.looks;
  await follower.return();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(question.looks).toBe(before);
  expect(healing).toHaveLength(1);
  expect(ended.mock.calls.flat()).toEqual(expect.arrayContaining(healing));
});

test('aborts a search when the last follower leaves, and does not report the resulting error', async () => {
  let gone: AbortSignal | null = null;
  const onError = vi.fn();
  const search = new LiveSearch<number, number>({
    revision: async () => String(performance.now()),
    ask: (isFirst, signal) => {
      gone = signal;
      if (isFirst) return Promise.resolve(1);
      const { promise, reject } = Promise.withResolvers<number>();
      signal.addEventListener('abort', () => reject(new Error('They hung up')));
      return promise;
    },
    shownBy: () => null,
    isSame: () => false,
    holds: () => true,
    view: ({ answer }) => answer,
    onError,
  });
  const followers = [search.follow(() => {}), search.follow(() => {})];
  await followers[0]?.next();
  search.wake();
  await vi.advanceTimersByTimeAsync(standsMs);
  await followers[0]?.return();
  expect(gone).toMatchObject({ aborted: false });
  await followers[1]?.return();
  expect(gone).toMatchObject({ aborted: true });
  await search.settled().catch(() => {});
  expect(onError).not.toHaveBeenCalled();
});

/** A live search whose first search takes until the test resolves it. */
function askedSlowly() {
  const first = Promise.withResolvers<number>();
  const question = { revisions: 0, asks: 0 };
  const search = new LiveSearch<number, number>({
    revision: async () => String(question.revisions),
    ask: async (isFirst) => {
      question.asks += 1;
      return isFirst ? await first.promise : 2;
    },
    shownBy: () => null,
    isSame: () => false,
    holds: () => true,
    view: ({ answer }) => answer,
    onError: () => {},
  });
  return { search, question, first };
}

test('a change reported during a search triggers another one, 250 ms after its end', async () => {
  const { search, question, first } = askedSlowly();
  const follower = search.follow(() => {});
  await vi.advanceTimersByTimeAsync(0);
  question.revisions += 1;
  search.wake();
  await vi.advanceTimersByTimeAsync(2 * standsMs);
  first.resolve(1);
  await vi.advanceTimersByTimeAsync(standsMs - 1);
  expect(question.asks).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(question.asks).toBe(2);
  expect(await follower.next()).toEqual({ value: 2, done: false });
  await follower.return();
});

test('a new follower is answered at once, and a change of that time is checked 250 ms later', async () => {
  const { search, question, first } = askedSlowly();
  const followers = [search.follow(() => {})];
  await vi.advanceTimersByTimeAsync(0);
  question.revisions += 1;
  search.wake();
  followers.push(search.follow(() => {}));
  first.resolve(1);
  await vi.advanceTimersByTimeAsync(0);
  expect(question.asks).toBe(2);
  question.revisions += 1;
  await vi.advanceTimersByTimeAsync(standsMs);
  expect(question.asks).toBe(3);
  for (const follower of followers) await follower.return();
});

test('an unreported change is found within two seconds', async () => {
  const { search, question } = asked();
  const follower = search.follow(() => {});
  await follower.next();
  question.revisions += 1;
  const next = follower.next();
  await vi.advanceTimersByTimeAsync(2_000 + standsMs);
  expect(await next).toEqual({ value: 2, done: false });
  await follower.return();
});

test('an answer that has become outdated is refreshed within two seconds', async () => {
  const { search, question } = asked();
  const follower = search.follow(() => {});
  await follower.next();
  question.holds = false;
  const next = follower.next();
  await vi.advanceTimersByTimeAsync(2_000 + standsMs);
  expect(await next).toEqual({ value: 2, done: false });
  await follower.return();
});

test('an answer that shows an older revision than the one read before it is asked for again', async () => {
  // As from a replica that has not replayed a commit which its account was not told of yet.
  const replica = { replayed: 1 };
  const search = new LiveSearch<number, number>({
    revision: async () => '2',
    ask: async () => replica.replayed,
    shownBy: String,
    isSame: (before, now) => before === now,
    holds: () => true,
    view: ({ answer }) => answer,
    onError: () => {},
  });
  const follower = search.follow(() => {});
  expect(await follower.next()).toEqual({ value: 1, done: false });
  replica.replayed = 2;
  search.wake();
  await vi.advanceTimersByTimeAsync(standsMs);
  expect(search.latest?.answer).toBe(2);
  await follower.return();
});
