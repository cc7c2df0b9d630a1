import type { Redis } from 'ioredis';
import { nodesOf } from './connect-redis.ts';
import type { GuardedRedis } from './guarded-redis.ts';

/** Number of keys that one SCAN looks at. */
const pageSize = 1_000;

/** Deletes all keys that match a pattern: page by page, so that no other command waits long. Does nothing while Redis is away. */
export async function unlinkAll(redis: GuardedRedis, pattern: string): Promise<void> {
  const nodes = await redis.askPatiently(async (client) => nodesOf(client));
  for (const node of nodes?.value ?? []) {
    let cursor = '0';
    do {
      const at = cursor;
      const page = await redis.askPatiently((client) => unlinkPage(client, node, { pattern, at }));
      cursor = page?.value ?? '0';
    } while (cursor !== '0');
  }
}

async function unlinkPage(
  redis: Redis,
  node: Redis,
  { pattern, at }: { readonly pattern: string; readonly at: string },
): Promise<string> {
  // ioredis adds the key prefix to keys only: not to patterns, and it does not strip it from replies.
  const { keyPrefix = '' } = redis.options;
  const [next, keys] = await node.scan(at, 'MATCH', `${keyPrefix}${pattern}`, 'COUNT', pageSize);
  await Promise.all(keys.map((key) => redis.unlink(key.slice(keyPrefix.length))));
  return next;
}
