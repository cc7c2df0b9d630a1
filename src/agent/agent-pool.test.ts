import { setImmediate as turn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { Agent } from './agent.ts';
import { AgentPool } from './agent-pool.ts';

const spec = (model: string) => ({ model, instructions: 'x', language: 'en' });
const make = (maxSize: number, idleMs = 60_000) => new AgentPool({ maxSize, idleMs, create: () => agent });
const agent: Agent = { answer: async function* () {} };
const nothing = async () => {};

test('an agent is set up once and serves many at once', async () => {
  using pool = make(2);
  const hold = Promise.withResolvers<void>();
  const uses = [1, 2, 3].map(() => pool.use(spec('a'), () => hold.promise));
  await turn();
  expect(pool.statistics).toEqual({ size: 1, maxSize: 2, busy: 1, created: 1, reused: 2, evicted: 0 });
  hold.resolve();
  await Promise.all(uses);
  expect(pool.statistics.busy).toBe(0);
});

test('the one that was used longest ago makes way', async () => {
  using pool = make(2);
  for (const model of ['a', 'b', 'a', 'c', 'a']) await pool.use(spec(model), nothing);
  expect(pool.statistics).toMatchObject({ size: 2, created: 3, reused: 2, evicted: 1 });
});

test('a busy one is never evicted: who finds no room waits', async () => {
  using pool = make(1);
  const hold = Promise.withResolvers<void>();
  const order: string[] = [];
  const busy = pool.use(spec('a'), () => hold.promise);
  const waiting = pool.use(spec('b'), async () => void order.push('b'));
  await turn();
  expect(pool.statistics).toMatchObject({ size: 1, busy: 1, created: 1, evicted: 0 });
  order.push('a ends');
  hold.resolve();
  await Promise.all([busy, waiting]);
  expect(order).toEqual(['a ends', 'b']);
  expect(pool.statistics).toMatchObject({ size: 1, busy: 0, created: 2, evicted: 1 });
});

test('one that nobody uses goes after a while', async () => {
  vi.useFakeTimers();
  try {
    using pool = make(2, 1_000);
    await pool.use(spec('a'), nothing);
    vi.advanceTimersByTime(1_600);
    expect(pool.statistics).toMatchObject({ size: 0, evicted: 1 });
  } finally {
    vi.useRealTimers();
  }
});
