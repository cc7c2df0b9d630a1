import { hash, randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Epochs } from '../cache/epochs.ts';
import { OncePerTurn } from '../once-per-turn.ts';
import type { GuardedRedis } from './guarded-redis.ts';

/** An account without requests for this long gets a new epoch. */
const epochMs = 86_400_000;
/** Delay before retrying a replacement that Redis did not accept. */
const retryMs = 250;
/** Maximum entries of an account per epoch. */
const mostEntries = 1_000;
/** Larger entries would keep the connection and Redis busy for milliseconds, and delay the epochs of all accounts. */
const mostEntryBytes = 256 * 1024;

/**
 * Sets a new epoch and deletes the last one's entries, which may contain purged data. The script frees memory first: a Redis that
 * is full accepts that, and then the rest of the script.
 */
const replacing = `redis.call('unlink', KEYS[1], KEYS[2]) redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])`;

/** Does not keep what was read before the last change. */
const keeping = `
if redis.call('get', KEYS[1]) ~= ARGV[1] or redis.call('hlen', KEYS[2]) >= ${mostEntries} then return 0 end
redis.call('hset', KEYS[2], ARGV[2], ARGV[3])
if redis.call('pttl', KEYS[2]) < 0 then redis.call('pexpire', KEYS[2], ARGV[4]) end
return 1`;

/** The epochs shared by all processes with the same Redis, and the entries cached for an account in its current epoch. */
export class RedisEpochs implements Epochs, AsyncDisposable {
  readonly #redis: GuardedRedis;
  readonly #asked = new OncePerTurn<string | null>();
  /** Number of pending replacements, by account. */
  readonly #replacing = new Map<string, number>();
  /** Accounts whose epoch in Redis cannot be trusted, and the number of the last replacement that may not have reached it. */
  readonly #failed = new Map<string, number>();
  #replacements = 0;
  #retry: NodeJS.Timeout | null = null;

  constructor(redis: GuardedRedis) {
    this.#redis = redis;
  }

  current(accountId: string): Promise<string | null> {
    if (this.#replacing.has(accountId) || this.isBehind(accountId)) return Promise.resolve(null);
    return this.#asked.get(accountId, () => this.#read(accountId));
  }

  async replace(accountId: string): Promise<void> {
    this.#asked.forget(accountId);
    this.#replacing.set(accountId, (this.#replacing.get(accountId) ?? 0) + 1);
    await this.#replaceNow(accountId);
    const others = (this.#replacing.get(accountId) ?? 1) - 1;
    if (others === 0) this.#replacing.delete(accountId);
    else this.#replacing.set(accountId, others);
  }

  /** Whether a change of the account has not reached Redis yet, so that its epoch does not show it to other processes. */
  isBehind(accountId: string): boolean {
    return this.#failed.has(accountId);
  }

  /** Returns the entry with this name, which includes the epoch. */
  async get(accountId: string, name: string): Promise<Buffer | null> {
    const answer = await this.#redis.ask((redis) => redis.hgetBuffer(keysOf(accountId)[1], name));
    return answer?.value ?? null;
  }

  /** Stores an entry that was read in this epoch, if the epoch is still current and the entry has at most 256 KB; fire and forget. */
  put(accountId: string, epoch: string, name: string, bytes: Buffer, ttlMs: number): void {
    if (bytes.length > mostEntryBytes) return;
    const keys = keysOf(accountId);
    void this.#redis.ask((redis) => redis.eval(keeping, keys.length, ...keys, epoch, name, bytes, ttlMs));
  }

  /** Deletes the entries of all accounts. */
  clear(): Promise<void> {
    return this.#redis.unlinkAll(keptOf('*'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#retry) clearTimeout(this.#retry);
  }

  async #read(accountId: string): Promise<string | null> {
    const [key] = keysOf(accountId);
    const known = await this.#redis.ask((redis) => redis.get(key));
    if (known === null || known.value !== null) return known?.value ?? null;
    // The first of many that find none sets one for all.
    const made = await this.#redis.ask((redis) => make(redis, key));
    return made?.value ?? null;
  }

  async #replaceNow(accountId: string): Promise<void> {
    this.#replacements += 1;
    const number = this.#replacements;
    const done = await this.#redis.ask(async (redis) => {
      const keys = keysOf(accountId);
      await redis.eval(replacing, keys.length, ...keys, randomUUID(), epochMs);
      // Also if it was late: only replacements requested later are still missing then.
      if ((this.#failed.get(accountId) ?? number) <= number) this.#failed.delete(accountId);
    });
    if (done) return;
    this.#failed.set(accountId, number);
    this.#retryLater();
  }

  #retryLater(): void {
    this.#retry ??= setTimeout(() => void this.#retryAll(), retryMs).unref();
  }

  /** Retries one account to find out whether Redis accepts it, then all that it has not accepted late meanwhile. */
  async #retryAll(): Promise<void> {
    const [first] = this.#failed.keys();
    if (first !== undefined) {
      await this.#replaceNow(first);
      const behind = this.isBehind(first) ? [] : [...this.#failed.keys()];
      await Promise.all(behind.map((accountId) => this.#replaceNow(accountId)));
    }
    this.#retry = null;
    if (this.#failed.size > 0) this.#retryLater();
  }
}

async function make(redis: Redis, key: string): Promise<string | null> {
  await redis.set(key, randomUUID(), 'PX', epochMs, 'NX');
  return await redis.get(key);
}

/** Keys of the epoch and the entries: the part in braces puts both on the same cluster node. */
function keysOf(accountId: string): [epoch: string, entries: string] {
  const account = hash('sha256', accountId, 'base64url').slice(0, 22);
  return [`mnemograph:{${account}}:epoch`, keptOf(account)];
}

const keptOf = (account: string): string => `mnemograph:{${account}}:answers`;
