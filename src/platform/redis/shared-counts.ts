import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { orAfter } from '../or-after.ts';
import { GuardedRedis } from './guarded-redis.ts';
import type { RedisClients } from './redis-clients.ts';

interface SharedCountOptions {
  readonly clients: RedisClients;
  /** What is counted: part of the keys. */
  readonly name: string;
  readonly log: Logger;
  /** How long a process's count is valid after its last update. */
  readonly lifeMs?: number;
}

/** A Redis that takes longer counts as away. */
const patienceMs = 500;

/**
 * A hash per key: process → its count, and until when that is valid, by the clock of Redis. Sets this process's count
 * unless the total would exceed `most`. Drops expired counts of dead processes, and those that expire later than possible
 * because the clock was set back.
 */
const setCount = `
  local process, own, most, life = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local all = redis.call('HGETALL', KEYS[1])
  local others = 0
  for i = 1, #all, 2 do
    local count, ends = string.match(all[i + 1], '(%d+):(%d+)')
    if tonumber(ends) <= now or tonumber(ends) > now + life then redis.call('HDEL', KEYS[1], all[i])
    elseif all[i] ~= process then others = others + tonumber(count) end
  end
  if most >= 0 and others + own > most then return 0 end
  if own == 0 then redis.call('HDEL', KEYS[1], process) return 1 end
  redis.call('HSET', KEYS[1], process, own .. ':' .. string.format('%d', now + life))
  redis.call('PEXPIRE', KEYS[1], life)
  return 1`;

/**
 * Counts what somebody has of something across all processes that share a Redis. Each process periodically reports its own
 * count: this restores what Redis has lost, and counts of dead processes expire. While Redis is away, each process counts for itself.
 */
export class SharedCounts implements AsyncDisposable {
  readonly #redis: Redis;
  readonly #guarded: GuardedRedis;
  readonly #options: SharedCountOptions;
  readonly #lifeMs: number;
  readonly #self = randomUUID();
  readonly #own = new Map<string, number>();
  readonly #underway = new Set<Promise<boolean>>();
  readonly #renewing: NodeJS.Timeout;

  private constructor(redis: Redis, options: SharedCountOptions) {
    this.#redis = redis;
    this.#guarded = new GuardedRedis(redis, options.log, patienceMs);
    this.#options = options;
    this.#lifeMs = options.lifeMs ?? 30_000;
    this.#renewing = setInterval(() => this.#renew(), this.#lifeMs / 3).unref();
  }

  static async open(options: SharedCountOptions): Promise<SharedCounts> {
    return new SharedCounts(await options.clients.shared(options.log), options);
  }

  /** Sets this process's count to `own`; returns false if the total would exceed `most`: then call `tell` with the actual count. */
  async take(key: string, own: number, most: number): Promise<boolean> {
    this.#own.set(key, own);
    const answer = await this.#guarded.ask(() => this.#set(key, own, most));
    return answer?.value ?? true;
  }

  /** Reports that this process's count has fallen to `own`. */
  tell(key: string, own: number): void {
    if (own === 0) this.#own.delete(key);
    else this.#own.set(key, own);
    const told = this.#set(key, own);
    this.#underway.add(told);
    void told.then(() => this.#underway.delete(told));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#renewing);
    // The last updates report what this process no longer has: without them it would count until it expires.
    await orAfter(Promise.all(this.#underway), patienceMs, null);
  }

  #renew(): void {
    for (const [key, own] of this.#own) void this.#set(key, own);
  }

  async #set(key: string, own: number, most = -1): Promise<boolean> {
    const place = `mnemograph:${this.#options.name}:${key}`;
    try {
      return (await this.#redis.eval(setCount, 1, place, this.#self, own, most, this.#lifeMs)) === 1;
    } catch (error) {
      this.#options.log.debug({ err: error }, 'a count could not be shared');
      return true;
    }
  }
}
