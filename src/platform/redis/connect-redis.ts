import type { Cluster, Redis } from 'ioredis';
import type { Logger } from 'pino';
import { isJsonObject } from '../json-object.ts';
import { isOfAnotherHost, isOutOfDate, isUntrusted } from '../tls-errors.ts';
import { ToldSeldom } from '../told-seldom.ts';

/** Maximum delay before a reconnect. */
const longestRetryMs = 1_000;

const retryStrategy = (times: number): number => Math.min(50 * times, longestRetryMs);

/** A server that is silent for this long while commands wait has vanished: reconnect. */
const silentMs = 5_000;
/** If no command waits, as on a subscriber's connection, TCP keep-alive probes start after this time. */
const keepAliveMs = 30_000;

const options = {
  connectTimeout: silentMs,
  socketTimeout: silentMs,
  keepAlive: keepAliveMs,
  // After a failover the connection may lead to a server that is a replica now.
  reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
  enableOfflineQueue: false,
  // Commands issued in one turn of the event loop are sent in one packet.
  enableAutoPipelining: true,
  maxRetriesPerRequest: 0,
};

/** A Redis server, and the prefix of all keys and channels: several installations may share it. */
export interface RedisPlace {
  /** Several URLs, separated by commas, are nodes of a Redis Cluster. */
  readonly url: string;
  /** Empty, or the installation's name followed by a colon. */
  readonly prefix: string;
}

/**
 * Connects in the background, and reconnects whenever the connection is lost. Nothing waits for it: commands fail at once
 * while Redis is away. The client adds the key prefix. ioredis is loaded only if Redis is configured.
 */
export async function connectRedis({ url, prefix }: RedisPlace, log: Logger): Promise<Redis> {
  const nodes = url.split(',').map((node) => node.trim());
  const redis = nodes.length > 1 ? await connectCluster(nodes, prefix) : await connectNode(url, prefix);
  tellOutages(redis, log, url.startsWith('rediss:'));
  const refused = new ToldSeldom((err, untold) =>
    log.warn({ err, untold }, 'Redis refuses writes; the server goes on without it'),
  );
  onRefusedWrite(redis, (error) => refused.note(error));
  return redis;
}

/** Reports each outage once, and again if its kind changes: when it answers again, it may refuse the password. */
function tellOutages(redis: Redis, log: Logger, isSecure: boolean): void {
  let trouble: string | null = null;
  redis.on('error', (err: unknown) => {
    if (isClosedHere(redis)) return;
    const lasting = lastingTrouble(err);
    const found = lasting ?? `does not answer${isSecure ? byTls : ''}`;
    if (found === trouble) return;
    trouble = found;
    log[lasting ? 'error' : 'warn']({ err }, `the Redis of REDIS_URL ${found}; the server goes on without it`);
  });
  redis.on('ready', () => {
    if (trouble) log.info('Redis answers again');
    trouble = null;
  });
}

/** What is wrong if waiting does not mend it. */
function lastingTrouble(error: unknown): string | null {
  if (isOfPassword(error)) return 'refuses the user or the password';
  if (isUntrusted(error))
    return 'has a certificate of an authority that is not trusted here: name it in NODE_EXTRA_CA_CERTS';
  const isWrong = isOfAnotherHost(error) || isOutOfDate(error);
  return isWrong ? 'has a certificate for another host, or one that does not hold now' : null;
}

/** A Redis without TLS is silent to one who expects it. */
const byTls = ' by TLS, which rediss:// asks for';

/** Whether we have closed it, and not only to reconnect: if it was just connecting, ioredis still fails to write. Source: ioredis 6, Redis.ts. */
const isClosedHere = (redis: Redis): boolean =>
  (redis as unknown as { readonly manuallyClosing?: boolean }).manuallyClosing === true;

const isOfPassword = (error: unknown): boolean =>
  error instanceof Error && /^(?:WRONGPASS|NOAUTH)\b/.test(error.message);

/**
 * Calls the listener for each command that Redis refuses because it takes no writes: it is a replica or full, cannot save, or lacks replicas.
 * It still answers reads and PING then.
 */
export function onRefusedWrite(redis: Redis, listener: (error: Error) => void): void {
  const sendCommand = redis.sendCommand.bind(redis);
  redis.sendCommand = (command, stream) => {
    command.promise.catch((error: unknown) => {
      if (error instanceof Error && refusal.test(error.message)) listener(error);
    });
    return sendCommand(command, stream);
  };
}

/** Older versions put the code of a script's error into the middle. */
const refusal = /\b(?:READONLY|OOM|MISCONF|NOREPLICAS)\b/;

/** The masters of a cluster; for a single Redis, itself. */
export const nodesOf = (redis: Redis): readonly Redis[] =>
  'nodes' in redis ? (redis as unknown as Cluster).nodes('master') : [redis];

async function connectNode(url: string, keyPrefix: string): Promise<Redis> {
  const { Redis } = await import('ioredis');
  const redis = hearing(new Redis(url, { ...options, keyPrefix, retryStrategy }));
  // Otherwise it would use database 0, among other programs' keys. It reconnects, and counts as away until its database is available.
  redis.on('error', (error: unknown) => {
    if (isOfSelect(error)) redis.disconnect(true);
  });
  return redis;
}

/** Whether Redis rejected the URL's database: it has fewer, or the user lacks permission. */
const isOfSelect = (error: unknown): boolean =>
  error instanceof Error && 'command' in error && isJsonObject(error.command) && error.command['name'] === 'select';

/** ioredis handles only the first error of a connection. TLS may emit a second one, and an unhandled one ends the process. */
const hearing = (redis: Redis): Redis => redis.on('error', () => void redis.stream?.on('error', () => {}));

/**
 * A Cluster has the same commands. All commands here use keys of one slot, so that a single node can execute them. All nodes share the user and
 * password of the first URL.
 */
async function connectCluster(urls: readonly string[], keyPrefix: string): Promise<Redis> {
  const { Cluster } = await import('ioredis');
  const { protocol, username, password } = new URL(urls[0] ?? '');
  // Without auto-pipelining: a pipeline that is retried on another node may throw outside of any handler.
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
