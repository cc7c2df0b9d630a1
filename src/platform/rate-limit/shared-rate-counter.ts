import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { answeredInTime } from '../answered-in-time.ts';
import { countOf, countOnly, MemoryRateCounter, type RateCount, type RateCounter } from './rate-counter.ts';

/** How long an answer of Redis is waited for: a request is not to feel that it is slow. */
const patienceMs = 3;
/** After one that did not come in time, it is left alone for so long. */
const restMs = 1_000;
/** So many keys are known as Redis counted them last. */
const mostKnown = 10_000;

/** Counts in Redis, for all processes together; in this one alone while Redis is away, slow, or takes nothing, from what Redis said last on. */
export class SharedRateCounter implements RateCounter {
  readonly #redis: Pick<Redis, 'status'>;
  readonly #shared: RateLimiterRedis;
  readonly #own = new MemoryRateCounter();
  readonly #said = new LRUCache<string, RateCount & { readonly at: number }>({ max: mostKnown });
  readonly #patienceMs: number;
  #restsUntil = 0;
  #alone = 0;

  constructor(redis: Redis, options: { readonly patienceMs: number } = { patienceMs }) {
    this.#redis = redis;
    this.#patienceMs = options.patienceMs;
    this.#shared = new RateLimiterRedis({ ...countOnly, storeClient: redis });
  }

  add(key: string, points: number): Promise<RateCount> {
    return this.#ask(
      key,
      async () => countOf(await this.#shared.penalty(key, points)),
      () => this.#own.add(key, points),
    );
  }

  read(key: string): Promise<RateCount> {
    return this.#ask(
      key,
      async () => countOf(await this.#shared.get(key)),
      () => this.#own.read(key),
    );
  }

  /** How often this process counted by itself. */
  get countedAlone(): number {
    return this.#alone;
  }

  async #ask(key: string, shared: () => Promise<RateCount>, own: () => Promise<RateCount>): Promise<RateCount> {
    if (this.#redis.status === 'ready' && performance.now() >= this.#restsUntil) {
      const answer = await answeredInTime(shared(), this.#patienceMs);
      if (answer) {
        this.#said.set(key, { ...answer.value, at: performance.now() });
        return answer.value;
      }
      this.#restsUntil = performance.now() + restMs;
    }
    this.#alone += 1;
    await this.#goOn(key);
    return await own();
  }

  async #goOn(key: string): Promise<void> {
    const said = this.#said.get(key);
    if (!said) return;
    this.#said.delete(key);
    await this.#own.goOn(key, { points: said.points, resetMs: said.resetMs - (performance.now() - said.at) });
  }
}
