import { currentRoute } from '../read-route.ts';
import { sharedWork } from '../requester.ts';
import type { Cached, CacheFigures, CacheTier, LastingTier, ManagedCache } from './cache.ts';
import { MemoryCache, type MemoryCacheOptions } from './memory-cache.ts';

/** How a value becomes bytes, and comes out of them. */
export interface Codec<Value> {
  encode(value: Value): Buffer;
  /** Null where the bytes are none of this version's. */
  decode(bytes: Buffer): Value | null;
}

export interface TieredCacheOptions<Value extends object> extends MemoryCacheOptions<Value> {
  /** How long what is loaded is kept. */
  readonly ttlMs: number;
  readonly codec: Codec<Value>;
  /** Whether a value that was kept may still be answered; omitted: as long as it is kept. */
  readonly holds?: (value: Value) => boolean;
  /** Shared by all processes; null: there is none. Everything that is loaded goes there. */
  readonly shared: CacheTier | null;
  /** Outlives all processes; omitted or null: there is none. What is worth keeping goes there: a write there costs more than one elsewhere. */
  readonly lasting?: LastingTier | null;
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
  readonly #memory: MemoryCache<Value>;
  /** By what they read from: who may not read from the replica waits for nobody who does, and may wait for long. */
  readonly #loading = {
    primary: new Map<string, Promise<Cached<Value>>>(),
    replica: new Map<string, Promise<Cached<Value>>>(),
  };
  /** How often it was cleared: what was asked for before is not kept any more. */
  #cleared = 0;

  constructor(options: TieredCacheOptions<Value>) {
    this.#options = options;
    this.#memory = new MemoryCache(options);
  }

  /** Of all tiers together; bounds and what is held are those of the process. */
  figures(): CacheFigures {
    return this.#memory.figures();
  }

  /** The value of a key. Where it is not there it is loaded, once for all who ask meanwhile; what fails is not kept. */
  async fetch(owned: OwnedKey, load: () => Promise<Value>): Promise<Cached<Value>> {
    const { key } = owned;
    const held = this.#held(key);
    if (held) return this.#hit(held);
    const underWay = this.#loading[currentRoute()];
    const others = underWay.get(key);
    if (others) return this.#hit((await others).value);
    const loading = sharedWork(() => this.#findBeyondOrLoad(owned, load));
    underWay.set(key, loading);
    try {
      return await loading;
    } finally {
      if (underWay.get(key) === loading) underWay.delete(key);
    }
  }

  /** As `fetch`, but waits for nobody else who loads the same. */
  async fetchAlone(owned: OwnedKey, load: () => Promise<Value>): Promise<Cached<Value>> {
    const held = this.#held(owned.key);
    return held ? this.#hit(held) : await this.#findBeyondOrLoad(owned, load);
  }

  /** What there is under a key, whether it still holds or not, which the process keeps so long from now on; null: nothing. */
  async find({ accountId, key }: OwnedKey, ttlMs: number): Promise<Value | null> {
    const value = this.#memory.look(key) ?? (await this.#findBeyond(accountId, key));
    this.#memory.count(value !== null);
    if (value) this.#memory.keep(key, value, ttlMs);
    return value;
  }

  /** What there is under a key, whether it still holds or not; it counts as no question. */
  async peek({ accountId, key }: OwnedKey): Promise<Value | null> {
    return this.#memory.peek(key) ?? (await this.#findBeyond(accountId, key));
  }

  /** Keeps a value so long from now on, in all tiers. */
  keep({ accountId, key }: OwnedKey, value: Value, ttlMs: number): void {
    const { shared, lasting, codec } = this.#options;
    this.#memory.keep(key, value, ttlMs);
    if (!shared && !lasting) return;
    const bytes = codec.encode(value);
    shared?.set(key, bytes, ttlMs);
    lasting?.set(accountId, key, bytes, ttlMs);
  }

  /** Lets go what the process holds. */
  clear(): void {
    this.#cleared += 1;
    for (const underWay of Object.values(this.#loading)) underWay.clear();
    this.#memory.clear();
  }

  /** Lets go what lies beyond the process, too. */
  async clearAll(): Promise<void> {
    this.clear();
    await Promise.all([this.#options.shared?.clear(), this.#options.lasting?.clear()]);
  }

  /** What the process has and may still be answered. */
  #held(key: string): Value | undefined {
    const { holds = () => true } = this.#options;
    const value = this.#memory.look(key);
    return value && holds(value) ? value : undefined;
  }

  #hit(value: Value): Cached<Value> {
    this.#memory.count(true);
    return { value, hit: true };
  }

  async #findBeyondOrLoad({ accountId, key }: OwnedKey, load: () => Promise<Value>): Promise<Cached<Value>> {
    const { shared, codec, ttlMs, holds = () => true } = this.#options;
    const cleared = this.#cleared;
    const known = await this.#findBeyond(accountId, key);
    const hit = known !== null && holds(known);
    this.#memory.count(hit);
    const value = hit ? known : await load();
    if (this.#cleared > cleared) return { value, hit };
    if (!hit) shared?.set(key, codec.encode(value), ttlMs);
    this.#memory.keep(key, value, ttlMs);
    return { value, hit };
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
