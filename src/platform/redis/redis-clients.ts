import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { connectRedis, nodesOf } from './connect-redis.ts';

/** What is known of the connections of a process. */
interface ClientFigures {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
  readonly max: number;
}

/** The clients of one Redis, of which each part of the process that speaks to it has its own. */
export class RedisClients {
  readonly #urls: string;
  readonly #clients: Redis[] = [];

  /** Several URLs, by comma, are nodes of a cluster. */
  constructor(urls: string) {
    this.#urls = urls;
  }

  /** Connects in the background; whoever asks ends it. */
  async connect(log: Logger): Promise<Redis> {
    const client = await connectRedis(this.#urls, log);
    this.#clients.push(client);
    return client;
  }

  /** Open connections, those that await no answer, commands that wait to be sent, and what there would be with all open. */
  get figures(): ClientFigures {
    const nodes = this.#clients.flatMap(nodesOf);
    const open = nodes.filter(({ status }) => status === 'ready');
    const idle = open.filter((node) => lengthOf(node, 'commandQueue') === 0).length;
    const waiting = nodes.reduce((sum, node) => sum + lengthOf(node, 'offlineQueue'), 0);
    return { total: open.length, idle, waiting, max: nodes.length };
  }
}

/** Queues that ioredis does not declare. Source: ioredis 6, Redis.ts. */
function lengthOf(client: Redis, queue: 'commandQueue' | 'offlineQueue'): number {
  const { length = 0 } = (client as unknown as Record<string, { readonly length?: number }>)[queue] ?? {};
  return length;
}
