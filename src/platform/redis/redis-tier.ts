import type { CacheTier } from '../cache/cache.ts';
import type { GuardedRedis } from './guarded-redis.ts';

/** Entries shared by all processes. `name` distinguishes their keys from those of other caches. */
export function redisTier(guarded: GuardedRedis, name: string): CacheTier {
  const prefix = `mnemograph:${name}:`;
  return {
    async get({ key }) {
      const answer = await guarded.ask((redis) => redis.getBuffer(prefix + key));
      return answer?.value ?? null;
    },
    set({ key }, bytes, ttlMs) {
      void guarded.ask((redis) => redis.set(prefix + key, bytes, 'PX', ttlMs));
    },
    clear: () => guarded.unlinkAll(`${prefix}*`),
  };
}
