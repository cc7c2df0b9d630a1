import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { connectRedis, nodesOf, type RedisPlace } from './connect-redis.ts';

/** The clients of one Redis. Users of short commands share one; those with long commands, and subscribers, have their own. */
export class RedisClients implements Disposable {
  readonly #place: RedisPlace;
  readonly #clients: Redis[] = [];
  #shared: Promise<Redis> | null = null;

  constructor(place: RedisPlace) {
    this.#place = place;
  }

  /** Prefix of channels; clients add it to keys only. */
  get prefix(): string {
    return this.#place.prefix;
  }

  /** The client for short commands. It is closed with all others. */
  shared(log: Logger): Promise<Redis> {
    this.#shared ??= this.connect(log);
    return this.#shared;
  }

  /** Connects a client of its own in the background; the caller closes it. */
  async connect(log: Logger): Promise<Redis> {
    const client = await connectRedis(this.#place, log);
    this.#clients.push(client);
    return client;
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients) client.disconnect();
  }

  /** Open connections, those without pending commands, commands waiting to be sent, and the number of connections if all are open. */
  get figures() {
    const nodes = this.#clients.flatMap(nodesOf);
    const open = nodes.filter(({ status }) => status === 'ready');
    const idle = open.filter((node) => lengthOf(node, 'commandQueue') === 0).length;
    const waiting = nodes.reduce((sum, node) => sum + lengthOf(node, 'offlineQueue'), 0);
    return { total: open.length, idle, waiting, max: nodes.length };
  }
}

/** Length of a queue that ioredis does not declare. Source: ioredis 6, Redis.ts. */
function lengthOf(client: Redis, queue: 'commandQueue' | 'offlineQueue'): number {
  const { length = 0 } = (client as unknown as Record<string, { readonly length?: number }>)[queue] ?? {};
  return length;
}
