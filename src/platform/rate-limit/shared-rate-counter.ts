import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { type Answered, answeredInTime } from '../answered-in-time.ts';
import { getOrInsert } from '../get-or-insert.ts';
import { OwedPoints } from './owed-points.ts';
import {
  counting,
  countOf,
  MemoryRateCounter,
  type Points,
  type RateCount,
  type RateCounter,
  type Taken,
} from './rate-counter.ts';

/** Maximum wait for Redis: a slow Redis must not be noticeable in requests. */
const patienceMs = 3;
/** This many timeouts in a row are not a coincidence. */
const tooMany = 3;
/** After a timeout Redis is not asked until it answers after all, or for this long; after too many, for this long in any case. */
const restMs = 1_000;
/** Maximum number of keys whose last count in Redis is remembered. */
const mostKnown = 10_000;

/** A maximum for points that were granted already: all of them are counted. */
const unbounded = Number.MAX_SAFE_INTEGER;

/**
 * Replaces the limiter's own script, which also counts refused points. It takes the limiter's arguments: the points, the window in
 * seconds, and the maximum. Returns the total with the points, whether they fit or not.
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

/**
 * Counts in Redis, across all processes; while Redis is down, slow or rejects writes, in this process only, starting from Redis's last count.
 * Redis is told afterwards what was counted without it.
 */
export class SharedRateCounter implements RateCounter {
  readonly #redis: Redis;
  /** By the maximum. */
  readonly #limiters = new Map<number, RateLimiterRedis>();
  readonly #reader: RateLimiterRedis;
  readonly #own = new MemoryRateCounter();
  readonly #said = new LRUCache<string, RateCount & { readonly at: number }>({ max: mostKnown });
  readonly #owed = new OwedPoints();
  readonly #patienceMs: number;
  #missed = 0;
  #missedAt = 0;
  #restsUntil = 0;
  #alone = 0;

  constructor(redis: Redis, waitMs = patienceMs) {
    this.#redis = redis;
    this.#patienceMs = waitMs;
    // The first limiter registers the script with the client, which must happen before a pipeline that uses it begins.
    this.#reader = this.#limiterOf(0);
  }

  async take(wanted: Points): Promise<Taken> {
    const asked = this.#asked(wanted.key, () => this.#take(wanted));
    const inTime = await this.#inTime(asked);
    if (inTime) return inTime.value;
    this.#goOnAlone(wanted.key);
    const own = await this.#own.take(wanted);
    if (own.taken) void this.#oweUnlessCounted({ ...wanted, resetMs: own.resetMs }, asked);
    return own;
  }

  async read(key: string): Promise<RateCount> {
    const asked = this.#asked(key, async () => countOf(await this.#reader.get(key)));
    const inTime = await this.#inTime(asked);
    if (inTime) return inTime.value;
    this.#goOnAlone(key);
    return await this.#own.read(key);
  }

  /** How often this process counted on its own. */
  get countedAlone(): number {
    return this.#alone;
  }

  /** Asks Redis, which learns first what it has missed. Null if it is away or left alone. */
  #asked<Count extends RateCount>(key: string, ask: () => Promise<Count>): Promise<Count> | null {
    if (this.#redis.status !== 'ready' || performance.now() < this.#restsUntil) return null;
    // Not waited for: Redis executes it before the question, since both have the same connection.
    for (const owed of this.#owed.takeOut(key)) {
      const report = this.#limiterOf(unbounded).penalty(owed.key, owed.points);
      report.catch(() => this.#owed.add(owed));
    }
    const asked = ask();
    // Late counts are remembered, too.
    asked.then(
      (count) => this.#said.set(key, { ...count, at: performance.now() }),
      () => {},
    );
    return asked;
  }

  async #inTime<Count extends RateCount>(asked: Promise<Count> | null): Promise<Answered<Count>> {
    if (asked === null) return null;
    const askedAt = performance.now();
    const answer = await answeredInTime(asked, this.#patienceMs);
    if (answer) this.#missed = 0;
    else if (askedAt >= this.#missedAt) this.#rest(asked);
    return answer;
  }

  /** Questions that wait at the same time count as one timeout. */
  #rest(asked: Promise<unknown>): void {
    this.#missedAt = performance.now();
    this.#missed += 1;
    const until = this.#missedAt + restMs;
    this.#restsUntil = until;
    if (this.#missed >= tooMany) return;
    const goOn = () => {
      if (this.#restsUntil === until) this.#restsUntil = 0;
    };
    asked.then(goOn, () => {});
  }

  /** For points that this process has counted. A late Redis may have counted them, too. */
  async #oweUnlessCounted(points: Points & RateCount, asked: Promise<Taken> | null): Promise<void> {
    const isCounted = await asked?.then(({ taken }) => taken).catch(() => false);
    if (!isCounted) this.#owed.add(points);
  }

  async #take({ key, points, most }: Points): Promise<Taken> {
    const counted = countOf(await this.#limiterOf(most).penalty(key, points));
    const taken = counted.points <= most;
    return { ...counted, taken, points: taken ? counted.points : counted.points - points };
  }

  #limiterOf(most: number): RateLimiterRedis {
    const options = { ...counting, points: most, storeClient: this.#redis, customIncrTtlLuaScript: countWhatFits };
    return getOrInsert(this.#limiters, most, () => new RateLimiterRedis(options));
  }

  /** Call it before this process counts: the calls are processed in order. */
  #goOnAlone(key: string): void {
    this.#alone += 1;
    const said = this.#said.get(key);
    if (!said) return;
    this.#said.delete(key);
    void this.#own.goOn(key, { points: said.points, resetMs: said.resetMs - (performance.now() - said.at) });
  }
}
