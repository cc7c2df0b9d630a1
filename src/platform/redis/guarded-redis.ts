import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type Answered, answeredInTime } from '../answered-in-time.ts';
import { ToldSeldom } from '../told-seldom.ts';
import { nodesOf } from './connect-redis.ts';

/** Maximum wait for a reply: a Redis on the same network replies in a fifth of a millisecond. */
const usualDeadlineMs = 4;
/** This many timeouts in a row are not a coincidence. */
const tooMany = 3;
/** Then no commands are sent for this long, until a single one tries again. */
const restMs = 250;
const patientMs = 5_000;
/** Number of keys that one SCAN looks at. */
const pageSize = 1_000;

/**
 * A circuit breaker for Redis, so that nothing ever waits for it: if it is away or slow, a few commands take some milliseconds, and later ones fail
 * immediately until it replies again. For features that the server can do without.
 */
export class GuardedRedis {
  readonly #redis: Redis;
  readonly #log: Pick<Logger, 'warn' | 'info'>;
  readonly #deadlineMs: number;
  /** It may be late many times a minute, and a full one refuses writes between two reads that it answers. */
  readonly #away: ToldSeldom;
  #isTold = false;
  #failed = 0;
  #missedAt = 0;
  #restsUntil = 0;

  constructor(redis: Redis, log: Pick<Logger, 'warn' | 'info'>, deadlineMs = usualDeadlineMs) {
    this.#redis = redis;
    this.#log = log;
    this.#deadlineMs = deadlineMs;
    this.#away = new ToldSeldom((err, untold) => {
      this.#isTold = true;
      log.warn({ err, untold }, 'Redis is late or refuses: caches do without it until it answers');
    });
  }

  /** Whether a command would be sent now. */
  get isOpen(): boolean {
    return this.#redis.status === 'ready' && performance.now() >= this.#restsUntil;
  }

  /** Sends a command. Null if Redis is away, rejects it, or is late; a late command may still be executed. Never rejects. */
  async ask<T>(command: (redis: Redis) => Promise<T>): Promise<Answered<T>> {
    if (!this.isOpen) return null;
    // Until Redis is known to reply again, only one command at a time tries.
    if (this.#failed >= tooMany) this.#restsUntil = performance.now() + restMs;
    const sentAt = performance.now();
    let refusal: unknown;
    const asked = command(this.#redis).catch((error: unknown) => {
      refusal = error;
      throw error;
    });
    const answer = await answeredInTime(asked, this.#deadlineMs);
    if (answer) this.#answered();
    else this.#missed(sentAt, refusal);
    return answer;
  }

  /**
   * Deletes all keys that match a pattern: page by page, so that no other command waits long. Waits for up to five seconds for each, even
   * while other commands are not sent; does nothing while Redis is away. Never rejects.
   */
  async unlinkAll(pattern: string): Promise<void> {
    for (const node of nodesOf(this.#redis)) {
      let cursor = '0';
      do cursor = await this.#unlinkPage(node, pattern, cursor);
      while (cursor !== '0');
    }
  }

  /** Returns where to continue; '0': nowhere. */
  async #unlinkPage(node: Redis, pattern: string, cursor: string): Promise<string> {
    if (this.#redis.status !== 'ready') return '0';
    const next = await answeredInTime(unlinkPage(this.#redis, node, { pattern, at: cursor }), patientMs);
    if (!next) this.#log.warn('Redis is late or refuses: what was to be cleared there stays for a while');
    return next?.value ?? '0';
  }

  #answered(): void {
    if (this.#isTold) this.#log.info('Redis answers in time again');
    this.#isTold = false;
    this.#failed = 0;
    this.#restsUntil = 0;
  }

  /** Commands that wait at the same time count as one timeout. `refusal`: why it was rejected; undefined: it is late. */
  #missed(sentAt: number, refusal: unknown): void {
    if (sentAt < this.#missedAt) return;
    this.#missedAt = performance.now();
    this.#failed += 1;
    if (this.#failed < tooMany) return;
    if (this.#failed === tooMany) this.#away.note(refusal);
    this.#restsUntil = performance.now() + restMs;
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
