import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { orAfter } from '../or-after.ts';
import { GuardedRedis } from './guarded-redis.ts';
import type { RedisClients } from './redis-clients.ts';

export interface SharedCountOptions {
  readonly clients: RedisClients;
  /** Of what: part of the names of the keys. */
  readonly name: string;
  readonly log: Logger;
  /** How long what a process has counts after its last sign of life. */
  readonly lifeMs?: number;
}

/** A Redis that takes longer is as good as away. */
const patienceMs = 500;

/**
 * A hash for each name: process → how many it has, and until when that counts, by the clock of Redis. Sets what this process
 * has, unless that made more than `most` of all; a process that died counts no more once its time is up, or further ahead than anybody's
 * since the clock was set back.
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
 * How many of something somebody has in all processes that share a Redis. Each process tells what it has itself, again and
 * again: what Redis has lost comes back, and what a dead process had goes. Where Redis is away, each counts for itself.
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
    this.#guarded = new GuardedRedis(redis, options.log, { deadlineMs: patienceMs });
    this.#options = options;
    this.#lifeMs = options.lifeMs ?? 30_000;
    this.#renewing = setInterval(() => this.#renew(), this.#lifeMs / 3).unref();
  }

  static async open(options: SharedCountOptions): Promise<SharedCounts> {
    return new SharedCounts(await options.clients.shared(options.log), options);
  }

  /** This process wants to have `own`; false where all together would have more than `most`: then tell what it has. */
  async take(key: string, own: number, most: number): Promise<boolean> {
    this.#own.set(key, own);
    const answer = await this.#guarded.ask(() => this.#set(key, own, most));
    return answer?.value ?? true;
  }

  /** This process has `own` now, which is fewer than before. */
  tell(key: string, own: number): void {
    if (own === 0) this.#own.delete(key);
    else this.#own.set(key, own);
    const told = this.#set(key, own);
    this.#underway.add(told);
    void told.then(() => this.#underway.delete(told));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#renewing);
    // What was told last is what this process has no more: without it, that would count for as long as it has to live.
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
      this.#noteLost(error);
      return true;
    }
  }

  #noteLost(error: unknown): void {
    this.#options.log.debug({ err: error }, 'a count could not be shared');
  }
}
