import type { Redis } from 'ioredis';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { afterWrites } from '../events/commits.ts';
import { GuardedRedis } from '../redis/guarded-redis.ts';
import { sharedWork } from '../requester.ts';

interface PositionOptions {
  readonly redis: Redis;
  /** The primary. */
  readonly db: Database;
  /** Whose commits are told of. */
  readonly writers: readonly Database[];
  /** Waits until a replica has come so far, or for as long as is reasonable: for when nobody can be told. */
  readonly untilReplayed: (position: bigint) => Promise<void>;
  readonly log: Logger;
}

/** How long a position is kept: a replica that is further behind is not used by who does not know. */
const keptSeconds = 86_400;
/**
 * What was written may be told in any order: the furthest counts. Positions are texts of equal length. What frees memory comes first: a Redis
 * that has none left takes it, and then what follows.
 */
const keepFurthest = `
  local known = redis.call('get', KEYS[1])
  if known and known >= ARGV[1] then return end
  redis.call('unlink', KEYS[1])
  redis.call('set', KEYS[1], ARGV[1], 'EX', ARGV[2])`;
const digits = 20;
/** What costs more than a late answer: that the primary answers instead, and that a write waits for the replica. */
const deadlineMs = 20;

/**
 * How far into the primary's log each account's last write reaches, known to all processes that share a Redis before the write is
 * answered. A Redis that was away may have missed some: all that the log held when it was asked again (`#floor`) then counts as written by everybody.
 */
export class WrittenPositions implements Disposable {
  readonly #options: PositionOptions;
  readonly #redis: GuardedRedis;
  readonly #cleanUp = new DisposableStack();
  #floor: bigint | null = null;
  /** How often the floor was forgotten. */
  #forgotten = 0;
  #reading: Promise<bigint> | null = null;

  constructor(options: PositionOptions) {
    this.#options = options;
    const { redis, writers, log } = options;
    this.#redis = new GuardedRedis(redis, log, { deadlineMs });
    // A Redis that was away, or a node of it, may have forgotten, or missed, what was written.
    const forget = () => this.#forget();
    for (const lost of ['close', '-node']) {
      redis.on(lost, forget);
      this.#cleanUp.defer(() => void redis.off(lost, forget));
    }
    this.#cleanUp.use(afterWrites(writers, (accountId) => this.note(accountId)));
  }

  /** What a replica must have replayed for this account; null: nobody knows now. */
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

  /** Where the primary's log ends; read after the call. Calls of one turn share one statement. */
  newest(): Promise<bigint> {
    this.#reading ??= Promise.resolve().then(() => {
      this.#reading = null;
      return sharedWork(() => this.#readNewest());
    });
    return this.#reading;
  }

  [Symbol.dispose](): void {
    this.#cleanUp.dispose();
  }

  async #readNewest(): Promise<bigint> {
    const { rows } = await sql<{ position: string }>`
      select (pg_current_wal_insert_lsn() - '0/0')::text as position`.execute(this.#options.db);
    return BigInt(rows[0]?.position ?? 0);
  }

  /** Of whom nothing is known has written nothing for long, or Redis was emptied: from now on it counts as written now. */
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

  /** Tells all that this account may have written up to now. Never rejects: what is committed is committed. */
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
