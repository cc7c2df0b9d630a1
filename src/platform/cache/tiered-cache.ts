import type { Cached, CacheFigures, CacheTier, LastingTier, ManagedCache } from './cache.ts';
import type { MemoryCache } from './memory-cache.ts';

/** How a value becomes bytes, and comes out of them. */
export interface Codec<Value> {
  encode(value: Value): Buffer;
  /** Null where the bytes are none of this version's. */
  decode(bytes: Buffer): Value | null;
}

export interface TieredCacheOptions<Value extends object> {
  readonly memory: MemoryCache<Value>;
  readonly ttlMs: number;
  readonly codec: Codec<Value>;
  /** Shared by all processes; null: there is none. Everything that is loaded goes there. */
  readonly shared: CacheTier | null;
  /** Whether a value that was kept may still be answered; omitted: as long as it is kept. */
  readonly holds?: (value: Value) => boolean;
  /** Outlives all processes; null: there is none. What is worth keeping goes there: a write there costs more than one elsewhere. */
  readonly lasting: LastingTier | null;
}

/** Under which key something is kept, and for which account: keys of different accounts are never equal. */
export interface OwnedKey {
  readonly accountId: string;
  readonly key: string;
}

/**
 * A cache in the process before others that lie further away. They are asked one after the other, once for all who wait, and
 * what one of them has moves into those before it.
 */
export class TieredCache<Value extends object> implements ManagedCache {
  readonly #options: TieredCacheOptions<Value>;

  constructor(options: TieredCacheOptions<Value>) {
    this.#options = options;
  }

  /** Of all tiers together; bounds and what is held are those of the process. */
  figures(): CacheFigures {
    return this.#options.memory.figures();
  }

  /** As `MemoryCache.fetch`. */
  async fetch(owned: OwnedKey, load: () => Promise<Value>): Promise<Cached<Value>> {
    const { memory } = this.#options;
    this.#dropOutdated(owned);
    let found = false;
    const { value, hit } = await memory.fetch(owned.key, async () => {
      const got = await this.#findBeyondOrLoad(owned, load);
      found = got.found;
      return got.value;
    });
    if (found) memory.noteFoundBeyond();
    return { value, hit: hit || found };
  }

  /** As `fetch`, but waits for nobody else who loads the same. */
  async fetchAlone(owned: OwnedKey, load: () => Promise<Value>): Promise<Cached<Value>> {
    const { memory, ttlMs } = this.#options;
    this.#dropOutdated(owned);
    const held = memory.get(owned.key);
    if (held) return { value: held, hit: true };
    const { value, found } = await this.#findBeyondOrLoad(owned, load);
    if (found) memory.noteFoundBeyond();
    memory.keep(owned.key, value, ttlMs);
    return { value, hit: found };
  }

  /** What there is under a key, whether it still holds or not, which the process keeps so long from now on; null: nothing. */
  async find({ accountId, key }: OwnedKey, ttlMs: number): Promise<Value | null> {
    const { memory } = this.#options;
    const held = memory.get(key);
    const value = held ?? (await this.#findBeyond(accountId, key));
    if (value && !held) memory.noteFoundBeyond();
    if (value) memory.keep(key, value, ttlMs);
    return value;
  }

  /** What there is under a key, whether it still holds or not; it counts as no question. */
  async peek({ accountId, key }: OwnedKey): Promise<Value | null> {
    return this.#options.memory.peek(key) ?? (await this.#findBeyond(accountId, key));
  }

  /** Keeps a value so long from now on, in all tiers. */
  keep({ accountId, key }: OwnedKey, value: Value, ttlMs: number): void {
    const { memory, shared, lasting, codec } = this.#options;
    memory.keep(key, value, ttlMs);
    if (!shared && !lasting) return;
    const bytes = codec.encode(value);
    shared?.set(key, bytes, ttlMs);
    lasting?.set(accountId, key, bytes, ttlMs);
  }

  /** Lets go what the process holds. */
  clear(): void {
    this.#options.memory.clear();
  }

  /** Lets go what lies beyond the process, too. */
  async clearAll(): Promise<void> {
    this.clear();
    await Promise.all([this.#options.shared?.clear(), this.#options.lasting?.clear()]);
  }

  /** What the process holds and does not hold true any more goes. */
  #dropOutdated({ key }: OwnedKey): void {
    const { memory, holds } = this.#options;
    const held = memory.peek(key);
    if (held && holds && !holds(held)) memory.delete(key);
  }

  async #findBeyondOrLoad({ accountId, key }: OwnedKey, load: () => Promise<Value>) {
    const { shared, codec, ttlMs, holds = () => true } = this.#options;
    const known = await this.#findBeyond(accountId, key);
    if (known && holds(known)) return { value: known, found: true };
    const value = await load();
    shared?.set(key, codec.encode(value), ttlMs);
    return { value, found: false };
  }

  async #findBeyond(accountId: string, key: string): Promise<Value | null> {
    const { shared, lasting, codec, ttlMs } = this.#options;
    const bytes = (await shared?.get(key)) ?? null;
    if (bytes) return codec.decode(bytes);
    const stored = (await lasting?.get(accountId, key)) ?? null;
    if (stored) shared?.set(key, stored, ttlMs);
    return stored && codec.decode(stored);
  }
}
