import { expect, test } from 'vitest';
import type { RateCounter } from '../platform/rate-limit/rate-counter.ts';
import { RateLimits } from './rate-limits.service.ts';

const windowMs = 60_000;

/** What is given back arrives ten milliseconds later. */
class CounterFarAway implements RateCounter {
  now = 0;
  #began = 0;
  #points = 0;

  async add(_key: string, points: number) {
    if (points < 0) this.now += 10;
    if (this.now - this.#began >= windowMs) [this.#points, this.#began] = [0, this.now];
    this.#points += points;
    return { points: Math.max(0, this.#points), resetMs: windowMs - (this.now - this.#began) };
  }

  read(key: string) {
    return this.add(key, 0);
  }
}

test.each([
  ['given back', 30_000, 30_020],
  ['given to the next minute', windowMs - 5, windowMs + 10],
])('what is refused is forgotten: nothing more than that is %s', async (_, refusedAt, afterwards) => {
  const counter = new CounterFarAway();
  const limits = new RateLimits(counter, { perMinute: { FREE: 5, STARTER: 5, PRO: 5 }, costOfRequest: 1 });
  const accepts = async (requests: number) =>
    (await limits.charge({ accountId: 'ann', plan: 'FREE' }, requests)).accepted;
  counter.now = refusedAt;
  expect(await accepts(100)).toBe(false);
  counter.now = afterwards;
  expect([await accepts(3), await accepts(3), await accepts(2)]).toEqual([true, false, true]);
});
