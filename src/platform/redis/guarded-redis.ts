import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type Answered, answeredInTime } from '../answered-in-time.ts';

export interface GuardOptions {
  /** Longest that somebody waits for one answer. */
  readonly deadlineMs: number;
  readonly now: () => number;
}

/** A Redis on the same network answers in a fifth of a millisecond. */
const usual: GuardOptions = { deadlineMs: 4, now: () => performance.now() };
/** So many answers in a row that did not come are no accident. */
const tooMany = 3;
/** Then it is left alone so long, before one command finds out. */
const restMs = 250;
const patientMs = 5_000;

/**
 * A Redis that is never waited for: one that is away or slow costs some milliseconds for a few commands, and then nothing
 * until it answers again. For what the server can do without.
 */
export class GuardedRedis {
  readonly #redis: Redis;
  readonly #log: Pick<Logger, 'warn' | 'info'>;
  readonly #options: GuardOptions;
  #failed = 0;
  #missedAt = 0;
  #restsUntil = 0;

  constructor(redis: Redis, log: Pick<Logger, 'warn' | 'info'>, options: Partial<GuardOptions> = {}) {
    this.#redis = redis;
    this.#log = log;
    this.#options = { ...usual, ...options };
  }

  /** Whether a command would be sent now. */
  get isOpen(): boolean {
    return this.#redis.status === 'ready' && this.#options.now() >= this.#restsUntil;
  }

  /** Sends a command. Null where Redis is away, refuses, or is late; a command that is late may still be done. Never rejects. */
  async ask<T>(command: (redis: Redis) => Promise<T>): Promise<Answered<T>> {
    if (!this.isOpen) return null;
    // While it is not known to answer again, one command at a time tries.
    if (this.#failed >= tooMany) this.#restsUntil = this.#options.now() + restMs;
    const sentAt = this.#options.now();
    const answer = await answeredInTime(command(this.#redis), this.#options.deadlineMs);
    if (answer) this.#answered();
    else this.#missed(sentAt);
    return answer;
  }

  /** For what is rare, and not to be left half done: waits for five seconds, also while other commands are not sent. Never rejects. */
  async askPatiently<T>(command: (redis: Redis) => Promise<T>): Promise<Answered<T>> {
    if (this.#redis.status !== 'ready') return null;
    const answer = await answeredInTime(command(this.#redis), patientMs);
    if (!answer) this.#log.warn('Redis is late or refuses: what was to be cleared there stays for a while');
    return answer;
  }

  #answered(): void {
    if (this.#failed >= tooMany) this.#log.info('Redis answers in time again');
    this.#failed = 0;
    this.#restsUntil = 0;
  }

  /** Many that wait at once have missed one thing together. */
  #missed(sentAt: number): void {
    if (sentAt < this.#missedAt) return;
    this.#missedAt = this.#options.now();
    this.#failed += 1;
    if (this.#failed < tooMany) return;
    if (this.#failed === tooMany) this.#log.warn('Redis is late or refuses: caches do without it until it answers');
    this.#restsUntil = this.#options.now() + restMs;
  }
}
