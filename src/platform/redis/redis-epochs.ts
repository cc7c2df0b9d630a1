import { hash, randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Epochs } from '../cache/epochs.ts';
import { OncePerTurn } from '../once-per-turn.ts';
import type { GuardedRedis } from './guarded-redis.ts';
import { unlinkAll } from './unlink-all.ts';

/** An account that nobody asks for so long gets a new epoch. */
const epochMs = 86_400_000;
/** How soon a replacement is tried again that Redis did not take. */
const retryMs = 250;
/** Most entries of one account in one epoch. */
const mostEntries = 1_000;
/** What is longer keeps the connection and Redis busy for milliseconds, in which the epochs of all accounts would be late. */
const mostEntryBytes = 256 * 1024;

/**
 * A new epoch, and nothing left of the last: entries hold what somebody may have purged. What frees memory comes first: a Redis that
 * has none left takes it, and then what follows in the script.
 */
const replacing = `redis.call('unlink', KEYS[1], KEYS[2]) redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])`;

/** What was read before the last change is not kept after it. */
const keeping = `
if redis.call('get', KEYS[1]) ~= ARGV[1] or redis.call('hlen', KEYS[2]) >= ${mostEntries} then return 0 end
redis.call('hset', KEYS[2], ARGV[2], ARGV[3])
if redis.call('pttl', KEYS[2]) < 0 then redis.call('pexpire', KEYS[2], ARGV[4]) end
return 1`;

/** The epochs of all processes that share a Redis, and what they keep of an account in its current one. */
export class RedisEpochs implements Epochs, AsyncDisposable {
  readonly #redis: GuardedRedis;
  readonly #asked = new OncePerTurn<string | null>();
  /** Accounts with how many replacements are under way. */
  readonly #replacing = new Map<string, number>();
  /** Accounts whose epoch in Redis is not to be trusted, with the number of the last replacement that is not known to have got there. */
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

  /** Whether a change of the account has not got to Redis yet: the other processes do not see from its epoch that there was one. */
  isBehind(accountId: string): boolean {
    return this.#failed.has(accountId);
  }

  /** What is kept under a name in the current epoch; the name says which epoch that is. */
  async get(accountId: string, name: string): Promise<Buffer | null> {
    const answer = await this.#redis.ask((redis) => redis.hgetBuffer(keysOf(accountId)[1], name));
    return answer?.value ?? null;
  }

  /** Keeps something that was read in this epoch, if it is still the current one, and no more than a quarter of a megabyte; not waited for. */
  put(accountId: string, epoch: string, name: string, bytes: Buffer, ttlMs: number): void {
    if (bytes.length > mostEntryBytes) return;
    const keys = keysOf(accountId);
    void this.#redis.ask((redis) => redis.eval(keeping, keys.length, ...keys, epoch, name, bytes, ttlMs));
  }

  /** Lets go what is kept of all accounts. */
  clear(): Promise<void> {
    return unlinkAll(this.#redis, keptOf('*'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#retry) clearTimeout(this.#retry);
  }

  async #read(accountId: string): Promise<string | null> {
    const [key] = keysOf(accountId);
    const known = await this.#redis.ask((redis) => redis.get(key));
    if (known === null || known.value !== null) return known?.value ?? null;
    // The first of many who find none makes one for all.
    const made = await this.#redis.ask((redis) => make(redis, key));
    return made?.value ?? null;
  }

  async #replaceNow(accountId: string): Promise<void> {
    this.#replacements += 1;
    const number = this.#replacements;
    const done = await this.#redis.ask(async (redis) => {
      const keys = keysOf(accountId);
      await redis.eval(replacing, keys.length, ...keys, randomUUID(), epochMs);
      // Also where it was late: only what was asked for after it is still missing then.
      if ((this.#failed.get(accountId) ?? number) <= number) this.#failed.delete(accountId);
    });
    if (done) return;
    this.#failed.set(accountId, number);
    this.#retryLater();
  }

  #retryLater(): void {
    this.#retry ??= setTimeout(() => void this.#retryAll(), retryMs).unref();
  }

  /** One finds out whether Redis takes it, then all others go together. */
  async #retryAll(): Promise<void> {
    const [first, ...others] = this.#failed.keys();
    if (first !== undefined) {
      await this.#replaceNow(first);
      if (!this.isBehind(first)) await Promise.all(others.map((accountId) => this.#replaceNow(accountId)));
    }
    this.#retry = null;
    if (this.#failed.size > 0) this.#retryLater();
  }
}

async function make(redis: Redis, key: string): Promise<string | null> {
  await redis.set(key, randomUUID(), 'PX', epochMs, 'NX');
  return await redis.get(key);
}

/** Of the epoch and of the entries: in a cluster both lie on one node, by what stands in braces. */
function keysOf(accountId: string): [epoch: string, entries: string] {
  const account = hash('sha256', accountId, 'base64url').slice(0, 22);
  return [`mnemograph:{${account}}:epoch`, keptOf(account)];
}

const keptOf = (account: string): string => `mnemograph:{${account}}:answers`;
