import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { answeredInTime } from '../answered-in-time.ts';
import {
  counting,
  countOf,
  MemoryRateCounter,
  type Points,
  type RateCount,
  type RateCounter,
  type Taken,
} from './rate-counter.ts';

/** How long an answer of Redis is waited for: a request is not to feel that it is slow. */
const patienceMs = 3;
/** After one that did not come in time, it is left alone for so long. */
const restMs = 1_000;
/** So many keys are known as Redis counted them last. */
const mostKnown = 10_000;

/**
 * In place of the limiter's own script, which counts what it refuses, too. Its arguments are those of the limiter: the points, the seconds of a
 * window, and the most that fit. Answers what the points make, or would have made.
 */
const countWhatFits = `
  redis.call('set', KEYS[1], 0, 'EX', ARGV[2], 'NX')
  local counted = redis.call('get', KEYS[1]) + ARGV[1]
  if counted <= tonumber(ARGV[3]) then redis.call('incrby', KEYS[1], ARGV[1]) end
  local left, window = redis.call('pttl', KEYS[1]), 1000 * ARGV[2]
  if left == -1 or left > window then
    redis.call('expire', KEYS[1], ARGV[2])
    left = window
  end
  return {counted, left}`;

/** Counts in Redis, for all processes together; in this one alone while Redis is away, slow, or takes nothing, from what Redis said last on. */
export class SharedRateCounter implements RateCounter {
  readonly #redis: Redis;
  /** By the most that fits. */
  readonly #limiters = new Map<number, RateLimiterRedis>();
  readonly #reader: RateLimiterRedis;
  readonly #own = new MemoryRateCounter();
  readonly #said = new LRUCache<string, RateCount & { readonly at: number }>({ max: mostKnown });
  readonly #patienceMs: number;
  #restsUntil = 0;
  #alone = 0;

  constructor(redis: Redis, options: { readonly patienceMs: number } = { patienceMs }) {
    this.#redis = redis;
    this.#patienceMs = options.patienceMs;
    // With the first one the client has the script, which has to be there before a pipeline that takes it is begun.
    this.#reader = this.#limiterOf(0);
  }

  take(wanted: Points): Promise<Taken> {
    return this.#ask(
      wanted.key,
      () => this.#take(wanted),
      () => this.#own.take(wanted),
    );
  }

  read(key: string): Promise<RateCount> {
    return this.#ask(
      key,
      async () => countOf(await this.#reader.get(key)),
      () => this.#own.read(key),
    );
  }

  /** How often this process counted by itself. */
  get countedAlone(): number {
    return this.#alone;
  }

  async #ask<Count extends RateCount>(
    key: string,
    shared: () => Promise<Count>,
    own: () => Promise<Count>,
  ): Promise<Count> {
    if (this.#redis.status === 'ready' && performance.now() >= this.#restsUntil) {
      const answer = await answeredInTime(shared(), this.#patienceMs);
      if (answer) {
        this.#said.set(key, { ...answer.value, at: performance.now() });
        return answer.value;
      }
      this.#restsUntil = performance.now() + restMs;
    }
    this.#alone += 1;
    this.#goOn(key);
    return await own();
  }

  async #take({ key, points, most }: Points): Promise<Taken> {
    const counted = countOf(await this.#limiterOf(most).penalty(key, points));
    const taken = counted.points <= most;
    return { ...counted, taken, points: taken ? counted.points : counted.points - points };
  }

  #limiterOf(most: number): RateLimiterRedis {
    const known = this.#limiters.get(most);
    if (known) return known;
    const limiter = new RateLimiterRedis({
      ...counting,
      points: most,
      storeClient: this.#redis,
      customIncrTtlLuaScript: countWhatFits,
    });
    this.#limiters.set(most, limiter);
    return limiter;
  }

  /** Before this process counts: what it counts then comes behind it. */
  #goOn(key: string): void {
    const said = this.#said.get(key);
    if (!said) return;
    this.#said.delete(key);
    void this.#own.goOn(key, { points: said.points, resetMs: said.resetMs - (performance.now() - said.at) });
  }
}
