import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PoolBusyError } from './turns.errors.ts';
import { Turns, type TurnsOptions } from './turns.ts';

const of = (accountId: string, gone: AbortSignal | null = null) => ({ accountId, gone });

const longestWaitMs = 10_000;

// With fake timers, callers that still wait at the end of a test do not time out.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Turns with a simulated clock, and the callers that have had one, in order. */
function makeTurns(max: number, besideOthers = Math.ceil(max / 2), parts: Partial<TurnsOptions> = {}) {
  const clock = { now: 0 };
  vi.spyOn(performance, 'now').mockImplementation(() => clock.now);
  const turns = new Turns({ max, besideOthers, waitMs: longestWaitMs, ...parts });
  const order: string[] = [];
  const take = async (accountId: string, gone?: AbortSignal) => {
    const end = await turns.take(of(accountId, gone));
    order.push(accountId);
    return end;
  };
  return { turns, clock, order, take };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a lone account may take all turns, and further callers wait', async () => {
  const { turns, take } = makeTurns(4);
  const ends = await Promise.all([take('a'), take('a'), take('a'), take('a')]);
  const fifth = take('a');
  expect(turns.figures).toEqual({ taken: 4, waiting: 1, timeouts: 0 });
  ends[0]?.();
  await fifth;
  expect(turns.figures).toEqual({ taken: 4, waiting: 0, timeouts: 0 });
});

test('a caller of another account is next, however many callers of a flooding account wait', async () => {
  const { take, order, turns } = makeTurns(2);
  const [first, second] = await Promise.all([take('flood'), take('flood')]);
  for (let n = 0; n < 1_000; n++) void take('flood');
  const other = take('other');
  first?.();
  await other;
  expect(order).toEqual(['flood', 'flood', 'other']);
  second?.();
  (await other)();
  await settled();
  expect(turns.figures.taken).toBe(1);
});

test('an account has at most half of the turns while others are active, and all of them afterwards', async () => {
  const { take, turns, clock } = makeTurns(4);
  (await take('other'))();
  const flood = Array.from({ length: 6 }, () => take('flood'));
  const [end] = await Promise.all(flood.slice(0, 2));
  await settled();
  expect(turns.figures).toMatchObject({ taken: 2, waiting: 4 });
  clock.now = 6_000;
  end?.();
  await settled();
  expect(turns.figures).toMatchObject({ taken: 4, waiting: 1 });
});

test('an account gets no more than its share while others are active, even if turns are free', async () => {
  const { take, turns } = makeTurns(1_000, 2);
  (await take('other'))();
  for (let n = 0; n < 50; n++) void take('flood');
  await settled();
  expect(turns.figures).toMatchObject({ taken: 2, waiting: 48 });
  await take('other');
  expect(turns.figures).toMatchObject({ taken: 3, waiting: 48 });
});

test('waiting accounts are served round-robin', async () => {
  const { take, order } = makeTurns(1);
  const end = await take('x');
  const all = ['a', 'a', 'a', 'b', 'b', 'c'].map(async (account) => (await take(account))());
  end();
  await Promise.all(all);
  expect(order).toEqual(['x', 'a', 'b', 'c', 'a', 'b', 'a']);
});

test('among waiting accounts, the one that holds the fewest turns is next', async () => {
  const { take, order } = makeTurns(4, 3);
  const [end] = await Promise.all([take('x'), take('few'), take('many'), take('many')]);
  const waiting = [take('few'), take('many')];
  end?.();
  await Promise.race(waiting);
  expect(order.slice(4)).toEqual(['few']);
});

test('rejects a caller that waits too long or hangs up', async () => {
  const { turns, take } = makeTurns(1);
  await take('a');
  const late = expect(take('b')).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_TIMEOUT' });
  vi.advanceTimersByTime(longestWaitMs - 1);
  expect(turns.figures).toEqual({ taken: 1, waiting: 1, timeouts: 0 });
  vi.advanceTimersByTime(1);
  await late;
  expect(turns.figures).toEqual({ taken: 1, waiting: 0, timeouts: 1 });
  const gone = new AbortController();
  const waiting = take('b', gone.signal);
  gone.abort();
  await expect(waiting).rejects.toThrow('hung up');
  await expect(take('c', gone.signal)).rejects.toThrow('hung up');
  expect(turns.figures).toMatchObject({ taken: 1, waiting: 0 });
});

test('work that many callers wait for goes before that of a single account', async () => {
  const { take, order, turns } = makeTurns(2);
  const [first] = await Promise.all([take('a'), take('b')]);
  for (const account of ['c', 'd', 'e']) void take(account);
  const many = turns.take({ accountId: '', gone: null, forMany: true }).then(() => order.push('many'));
  first?.();
  await many;
  expect(order).toEqual(['a', 'b', 'many']);
});

/** One turn at a time, each of the given length, while twenty callers of an account wait, or `size`. */
async function crowd(turnMs: number, size = 20) {
  const { take, turns, clock } = makeTurns(1);
  const { promise, resolve } = Promise.withResolvers<() => void>();
  const ends = [promise];
  void take('crowd').then(resolve);
  for (let n = 0; n < size; n++) ends.push(take('crowd'));
  const work = async (times: number, eachMs = turnMs): Promise<void> => {
    for (let n = 0; n < times; n++) {
      clock.now += eachMs;
      (await ends.shift())?.();
    }
  };
  return { take, turns, work };
}

test('rejects a caller at once if its account would wait too long, but not a caller of another account', async () => {
  const { take, turns, work } = await crowd(1_000);
  await work(6);
  expect(turns.figures).toEqual({ taken: 1, waiting: 14, timeouts: 0 });
  await expect(take('crowd')).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_TIMEOUT' });
  expect(turns.figures).toMatchObject({ waiting: 14, timeouts: 1 });
  const other = take('other');
  await work(2);
  (await other)();
});

test('as many callers may wait as can get their turn in time', async () => {
  const { take, turns, work } = await crowd(500);
  await work(12);
  for (let n = 0; n < 5; n++) void take('crowd');
  expect(turns.figures).toMatchObject({ waiting: 13, timeouts: 0 });
});

test('estimates the wait from the recent pace, however fast it was before', async () => {
  const { take, work } = await crowd(100, 145);
  await work(100);
  await work(30, 1_000);
  await expect(take('crowd')).rejects.toMatchObject({ code: 'DATABASE_CONNECTION_TIMEOUT' });
});

test('does not reject callers before there is a current pace to judge by', async () => {
  const { take, turns, work } = await crowd(1_000);
  await work(4);
  for (let n = 0; n < 100; n++) void take('crowd');
  expect(turns.figures).toMatchObject({ waiting: 116, timeouts: 0 });
  const slow = await crowd(1_000);
  await slow.work(20);
  expect(slow.turns.figures).toMatchObject({ taken: 1, waiting: 0 });
  for (let n = 0; n < 100; n++) void slow.take('crowd');
  expect(slow.turns.figures).toMatchObject({ waiting: 100, timeouts: 0 });
});

test('once somebody has waited all the time for long, callers wait for a short time only, until nobody waits', async () => {
  const { take, turns, clock } = makeTurns(1, 1, { standing: { afterMs: 20_000, waitMs: 1_000 } });
  const ends = [take('a'), take('b')];
  const crowdUntil = async (ms: number) => {
    while (clock.now <= ms) {
      ends.push(take(`caller at ${clock.now}`));
      clock.now += 200;
      (await ends.shift())?.();
    }
  };
  await crowdUntil(15_000);
  const early = take('early');
  vi.advanceTimersByTime(5_000);
  ends.push(early);
  await crowdUntil(20_000);
  const late = expect(take('late')).rejects.toThrow(PoolBusyError);
  vi.advanceTimersByTime(1_000);
  await late;
  expect(turns.figures).toMatchObject({ taken: 1, waiting: 2, timeouts: 1 });
  for (let n = 0; n < 2; n++) (await ends.shift())?.();
  await settled();
  void take('after a while');
  vi.advanceTimersByTime(5_000);
  expect(turns.figures).toMatchObject({ taken: 1, waiting: 1, timeouts: 1 });
});
