import type { Cluster, Redis } from 'ioredis';
import type { Logger } from 'pino';
import { isJsonObject } from '../json-object.ts';

/** How long it waits at most before it tries to connect again. */
const longestRetryMs = 1_000;

const retryStrategy = (times: number): number => Math.min(50 * times, longestRetryMs);

/** One that says nothing for so long, while commands wait, was lost without a word: it is connected to anew. */
const silentMs = 5_000;
/** Where none waits, as with who listens, the system asks after so long. */
const keepAliveMs = 30_000;

const options = {
  socketTimeout: silentMs,
  keepAlive: keepAliveMs,
  // After a failover the connection may lead to what is a replica now.
  reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
  enableOfflineQueue: false,
  // What is asked in one turn of the event loop leaves in one packet.
  enableAutoPipelining: true,
  maxRetriesPerRequest: 0,
};

/** A Redis, and what all keys and channels there begin with: several installations may share it. */
export interface RedisPlace {
  /** Several URLs, by comma, are nodes of a Redis Cluster. */
  readonly url: string;
  /** Empty, or the name of the installation with a colon behind it. */
  readonly prefix: string;
}

/**
 * Connects in the background, and again whenever the connection is lost. Nothing waits for it: what is asked of it while it
 * is away fails at once. Keys get their prefix from the client. It is loaded only where Redis is configured.
 */
export async function connectRedis({ url, prefix }: RedisPlace, log: Logger): Promise<Redis> {
  const nodes = url.split(',').map((node) => node.trim());
  const redis = nodes.length > 1 ? await connectCluster(nodes, prefix) : await connectNode(url, prefix);
  let isAway = false;
  redis.on('error', (error: unknown) => {
    if (!isAway) log.warn({ err: error }, 'Redis does not answer; the server goes on without it');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) log.info('Redis answers again');
    isAway = false;
  });
  return redis;
}

/** Those of a cluster that have keys; of a single Redis itself. */
export const nodesOf = (redis: Redis): readonly Redis[] =>
  'nodes' in redis ? (redis as unknown as Cluster).nodes('master') : [redis];

async function connectNode(url: string, keyPrefix: string): Promise<Redis> {
  const { Redis } = await import('ioredis');
  const redis = hearing(new Redis(url, { ...options, keyPrefix, retryStrategy }));
  // It would go on in database 0, among the keys of others. It tries again, and is away until its own is there.
  redis.on('error', (error: unknown) => {
    if (isOfSelect(error)) redis.disconnect(true);
  });
  return redis;
}

/** Whether Redis has refused the database of the URL: it has fewer, or the user may not choose. */
const isOfSelect = (error: unknown): boolean =>
  error instanceof Error && 'command' in error && isJsonObject(error.command) && error.command['name'] === 'select';

/** It hears the first error of a connection alone. TLS may tell of a second one, and what nobody hears ends the process. */
const hearing = (redis: Redis): Redis => redis.on('error', () => void redis.stream?.on('error', () => {}));

/**
 * It takes the same commands. All that is stored here has one key a command, so that no node has to know of another; the name and the
 * password of the first URL are those of all.
 */
async function connectCluster(urls: readonly string[], keyPrefix: string): Promise<Redis> {
  const { Cluster } = await import('ioredis');
  const { protocol, username, password } = new URL(urls[0] ?? '');
  // Without pipelines made by the client: one that is tried again on another node may throw outside of any handler.
  const { enableOfflineQueue, enableAutoPipelining: _, ...ofNodes } = options;
  const cluster = new Cluster([...urls], {
    enableOfflineQueue,
    keyPrefix,
    clusterRetryStrategy: retryStrategy,
    redisOptions: {
      ...ofNodes,
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      ...(protocol === 'rediss:' && { tls: {} }),
    },
  });
  cluster.on('+node', hearing);
  return cluster as unknown as Redis;
}
