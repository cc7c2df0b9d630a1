import type { Redis } from 'ioredis';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { onlyRow } from '../db/only-row.ts';
import { afterWrites } from '../events/commits.ts';
import { GuardedRedis } from '../redis/guarded-redis.ts';
import { joinableWork } from '../turns/requester.ts';

interface PositionOptions {
  readonly redis: Redis;
  /** The primary. */
  readonly db: Database;
  /** Handles whose commits are announced. */
  readonly writers: readonly Database[];
  /** Waits until the replica has reached a position, or for a reasonable time: used when a write cannot be announced. */
  readonly untilReplayed: (position: bigint) => Promise<void>;
  readonly log: Logger;
}

/** How long a position is kept: reads of accounts without one do not use a replica that is further behind. */
const keptSeconds = 86_400;
/**
 * Positions may arrive in any order; the furthest is kept. They are strings of equal length. The script frees memory first: a Redis
 * that is full accepts that, and then the rest of the script.
 */
const keepFurthest = `
  local known = redis.call('get', KEYS[1])
  if known and known >= ARGV[1] then return end
  redis.call('unlink', KEYS[1])
  redis.call('set', KEYS[1], ARGV[1], 'EX', ARGV[2])`;
const digits = 20;
/** A missed reply costs more than a late one: the primary answers reads, and writes wait for the replica. */
const deadlineMs = 20;

/**
 * The position of each account's last write in the primary's WAL, announced to all processes that share a Redis before the write is
 * acknowledged. A Redis that was away may have missed some: then everything up to the end of the WAL at reconnection (`#floor`) counts as
 * written by every account.
 */
export class WrittenPositions implements Disposable {
  readonly #options: PositionOptions;
  readonly #redis: GuardedRedis;
  readonly #cleanUp = new DisposableStack();
  #floor: bigint | null = null;
  /** Number of times that the floor was reset. */
  #forgotten = 0;
  #reading: Promise<bigint> | null = null;

  constructor(options: PositionOptions) {
    this.#options = options;
    const { redis, writers, log } = options;
    this.#redis = new GuardedRedis(redis, log, deadlineMs);
    // A Redis that was away, or one of its nodes, may have lost or missed positions.
    const forget = () => this.#forget();
    for (const lost of ['close', '-node']) {
      redis.on(lost, forget);
      this.#cleanUp.defer(() => void redis.off(lost, forget));
    }
    this.#cleanUp.use(afterWrites(writers, (accountId) => this.note(accountId)));
  }

  /** Position that a replica must have replayed for this account; null: currently unknown. */
  async of(accountId: string): Promise<bigint | null> {
    const told = await this.#redis.ask((redis) => redis.get(keyOf(accountId)));
    if (told === null) return null;
    try {
      const floor = this.#floor ?? (await this.#newFloor());
      const position = told.value === null ? await this.#assume(accountId) : BigInt(told.value);
      return position > floor ? position : floor;
    } catch (error) {
      this.#options.log.debug({ err: error }, 'the position of the last write is unknown');
      return null;
    }
  }

  /** End of the primary's WAL, read after the call. Calls within one turn of the event loop share one statement. */
  newest(): Promise<bigint> {
    this.#reading ??= Promise.resolve().then(() => {
      this.#reading = null;
      return joinableWork(() => this.#readNewest());
    });
    return this.#reading;
  }

  [Symbol.dispose](): void {
    this.#cleanUp.dispose();
  }

  async #readNewest(): Promise<bigint> {
    const { position } = await onlyRow(
      this.#options.db,
      sql<{ position: string }>`select (pg_current_wal_insert_lsn() - '0/0')::text as position`,
    );
    return BigInt(position);
  }

  /** An account without a position has not written for a long time, or Redis was emptied: from now on it counts as having written now. */
  async #assume(accountId: string): Promise<bigint> {
    const position = await this.newest();
    void this.#keep(accountId, position);
    return position;
  }

  #keep(accountId: string, position: bigint) {
    const text = String(position).padStart(digits, '0');
    return this.#redis.ask((redis) => redis.eval(keepFurthest, 1, keyOf(accountId), text, keptSeconds));
  }

  async #newFloor(): Promise<bigint> {
    const forgotten = this.#forgotten;
    const floor = await this.newest();
    if (forgotten === this.#forgotten) this.#floor = floor;
    return floor;
  }

  #forget(): void {
    this.#forgotten += 1;
    this.#floor = null;
  }

  /** Announces everything that this account may have written so far. Never rejects: the commit has already happened. */
  async note(accountId: string): Promise<void> {
    const { untilReplayed, log } = this.#options;
    const position = await this.newest().catch((error: unknown) => {
      log.warn({ err: error }, 'the end of the log could not be read');
      this.#forget();
      return null;
    });
    if (position === null) return;
    if ((await this.#keep(accountId, position)) === null) await untilReplayed(position);
  }
}

const keyOf = (accountId: string): string => `mnemograph:written:${accountId}`;
