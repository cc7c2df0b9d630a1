import type { CacheTier, OwnedKey } from '../cache/cache.ts';
import type { GuardedRedis } from './guarded-redis.ts';
import { unlinkAll } from './unlink-all.ts';

/** Entries shared by all processes, under keys with a common prefix. */
export class RedisTier implements CacheTier {
  readonly #redis: GuardedRedis;
  readonly #prefix: string;

  /** `name` distinguishes its keys from those of other caches. */
  constructor(redis: GuardedRedis, name: string) {
    this.#redis = redis;
    this.#prefix = `mnemograph:${name}:`;
  }

  async get({ key }: OwnedKey): Promise<Buffer | null> {
    const answer = await this.#redis.ask((redis) => redis.getBuffer(this.#prefix + key));
    return answer?.value ?? null;
  }

  set({ key }: OwnedKey, bytes: Buffer, ttlMs: number): void {
    void this.#redis.ask((redis) => redis.set(this.#prefix + key, bytes, 'PX', ttlMs));
  }

  clear(): Promise<void> {
    return unlinkAll(this.#redis, `${this.#prefix}*`);
  }
}
