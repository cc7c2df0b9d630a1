import type { Redis } from 'ioredis';
import type { CacheTier } from '../cache/cache.ts';
import { nodesOf } from './connect-redis.ts';
import type { GuardedRedis } from './guarded-redis.ts';

/** So many keys are looked at by one command while a tier is cleared. */
const pageSize = 1_000;

/** Entries that all processes share, under keys that begin alike. */
export class RedisTier implements CacheTier {
  readonly #redis: GuardedRedis;
  readonly #prefix: string;

  /** `name` tells its keys from those of other caches. */
  constructor(redis: GuardedRedis, name: string) {
    this.#redis = redis;
    this.#prefix = `mnemograph:${name}:`;
  }

  async get(key: string): Promise<Buffer | null> {
    const answer = await this.#redis.ask((redis) => redis.getBuffer(this.#prefix + key));
    return answer?.value ?? null;
  }

  set(key: string, bytes: Buffer, ttlMs: number): void {
    void this.#redis.ask((redis) => redis.set(this.#prefix + key, bytes, 'PX', ttlMs));
  }

  /** Page by page, so that nobody else waits for long; nothing where Redis is away. */
  async clear(): Promise<void> {
    const nodes = await this.#redis.ask(async (redis) => nodesOf(redis));
    for (const node of nodes?.value ?? []) {
      let cursor = '0';
      do {
        const at = cursor;
        const page = await this.#redis.ask((redis) => this.#clearPage(redis, node, at));
        cursor = page?.value ?? '0';
      } while (cursor !== '0');
    }
  }

  async #clearPage(redis: Redis, node: Redis, cursor: string): Promise<string> {
    // What the client puts before all keys it puts before no pattern, and takes from no answer.
    const { keyPrefix = '' } = redis.options;
    const [next, keys] = await node.scan(cursor, 'MATCH', `${keyPrefix}${this.#prefix}*`, 'COUNT', pageSize);
    await Promise.all(keys.map((key) => redis.unlink(key.slice(keyPrefix.length))));
    return next;
  }
}
