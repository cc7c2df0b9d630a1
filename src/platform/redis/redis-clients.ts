import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { connectRedis, nodesOf, type RedisPlace } from './connect-redis.ts';

/** What is known of the connections of a process. */
interface ClientFigures {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
  readonly max: number;
}

/** The clients of one Redis. Parts of the process whose commands are short share one; those of what is long, or who listen, have their own. */
export class RedisClients implements Disposable {
  readonly #place: RedisPlace;
  readonly #clients: Redis[] = [];
  #shared: Promise<Redis> | null = null;

  constructor(place: RedisPlace) {
    this.#place = place;
  }

  /** What channels begin with, which clients put before keys alone. */
  get prefix(): string {
    return this.#place.prefix;
  }

  /** The one for short commands. It ends with all. */
  shared(log: Logger): Promise<Redis> {
    this.#shared ??= this.connect(log);
    return this.#shared;
  }

  /** Connects in the background; whoever asks ends it. */
  async connect(log: Logger): Promise<Redis> {
    const client = await connectRedis(this.#place, log);
    this.#clients.push(client);
    return client;
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients) client.disconnect();
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
