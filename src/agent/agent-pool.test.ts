import { setImmediate as turn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Agent } from './agent.ts';
import { AgentPool } from './agent-pool.ts';

const spec = (model: string) => ({ model, instructions: 'x', language: 'en' });
const make = (maxSize: number, idleMs = 60_000) => new AgentPool({ maxSize, idleMs, create: () => agent });
const agent: Agent = { answer: async function* () {} };
const nothing = async () => {};
const never = new AbortController().signal;

test('an agent is created once and serves concurrent uses', async () => {
  using pool = make(2);
  const hold = Promise.withResolvers<void>();
  const uses = [1, 2, 3].map(() => pool.use(spec('a'), never, () => hold.promise));
  await turn();
  expect(pool.statistics).toEqual({
    size: 1,
    maxSize: 2,
    busy: 1,
    created: 1,
    reused: 2,
    evicted: 0,
    answered: 0,
    failed: 0,
  });
  hold.resolve();
  await Promise.all(uses);
  expect(pool.statistics.busy).toBe(0);
});

test('completed and failed uses are counted, aborted ones are not', async () => {
  using pool = make(1);
  const fail = async () => {
    throw new Error('The model is away');
  };
  await pool.use(spec('a'), never, nothing);
  await expect(pool.use(spec('a'), never, fail)).rejects.toThrow('away');
  const abort = new AbortController();
  const brokenOff = pool.use(spec('a'), abort.signal, async () => {
    abort.abort();
    await fail();
  });
  await expect(brokenOff).rejects.toThrow('away');
  expect(pool.statistics).toMatchObject({ answered: 1, failed: 1, busy: 0 });
});

test('the least recently used agent is evicted', async () => {
  using pool = make(2);
  for (const model of ['a', 'b', 'a', 'c', 'a']) await pool.use(spec(model), never, nothing);
  expect(pool.statistics).toMatchObject({ size: 2, created: 3, reused: 2, evicted: 1 });
});

test('a busy agent is never evicted, so that a use without room waits', async () => {
  using pool = make(1);
  const hold = Promise.withResolvers<void>();
  const order: string[] = [];
  const busy = pool.use(spec('a'), never, () => hold.promise);
  const waiting = pool.use(spec('b'), never, async () => void order.push('b'));
  await turn();
  expect(pool.statistics).toMatchObject({ size: 1, busy: 1, created: 1, evicted: 0 });
  order.push('a ends');
  hold.resolve();
  await Promise.all([busy, waiting]);
  expect(order).toEqual(['a ends', 'b']);
  expect(pool.statistics).toMatchObject({ size: 1, busy: 0, created: 2, evicted: 1 });
});

test('an agent in constant demand is evicted for a waiting use once its current uses have finished', async () => {
  using pool = make(1);
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const order: string[] = [];
  const use = (model: string, until?: Promise<void>) =>
    pool.use(spec(model), never, async () => {
      order.push(model);
      await until;
    });
  const uses = [use('a', first.promise), use('b'), use('a', second.promise)];
  await turn();
  expect(order).toEqual(['a']);
  first.resolve();
  await Promise.all(uses.slice(0, 2));
  await turn();
  expect(order).toEqual(['a', 'b', 'a']);
  second.resolve();
  await Promise.all(uses);
  expect(pool.statistics).toMatchObject({ size: 1, busy: 0, created: 3, evicted: 2 });
});

test('a use that waits for room is rejected when its signal is aborted, and no agent is created for it', async () => {
  using pool = make(1);
  const hold = Promise.withResolvers<void>();
  const busy = pool.use(spec('a'), never, () => hold.promise);
  const stop = new AbortController();
  const waiting = pool.use(spec('b'), stop.signal, nothing);
  stop.abort(new Error('cancelled'));
  await expect(waiting).rejects.toThrow('cancelled');
  await pool.use(spec('a'), never, nothing);
  expect(pool.statistics).toMatchObject({ size: 1, busy: 1, created: 1, reused: 1, evicted: 0 });
  hold.resolve();
  await busy;
});

test('an idle agent is evicted after the timeout', async () => {
  vi.useFakeTimers();
  try {
    using pool = make(2, 1_000);
    await pool.use(spec('a'), never, nothing);
    vi.advanceTimersByTime(1_600);
    expect(pool.statistics).toMatchObject({ size: 0, evicted: 1 });
  } finally {
    vi.useRealTimers();
  }
});
