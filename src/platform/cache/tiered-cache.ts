import { currentRoute } from '../read-route.ts';
import { joinableWork } from '../turns/requester.ts';
import type { Cached, CacheFigures, CacheTier, ManagedCache, OwnedKey } from './cache.ts';
import { MemoryCache, type MemoryCacheOptions } from './memory-cache.ts';

/** Serialises values. */
export interface Codec<Value> {
  encode(value: Value): Buffer;
  /** Null if the bytes were written by another version. */
  decode(bytes: Buffer): Value | null;
}

interface TieredCacheOptions<Value extends object> extends MemoryCacheOptions<Value> {
  /** How long loaded values are kept. */
  readonly ttlMs: number;
  readonly codec: Codec<Value>;
  /** Whether a cached value may still be returned; omitted: as long as it is kept. */
  readonly holds?: (value: Value) => boolean;
  /** Shared by all processes; null: there is none. Receives everything that is loaded. */
  readonly shared: CacheTier | null;
  /** Outlives all processes, and is deleted with its account; omitted or null: there is none. Receives only what `keep` is given: writes to it cost more than to the others. */
  readonly lasting?: CacheTier | null;
}

/**
 * An in-process cache in front of slower tiers. They are asked in order, once for all concurrent callers, and
 * what one of them finds is copied to those before it.
 */
export class TieredCache<Value extends object> implements ManagedCache {
  readonly #options: TieredCacheOptions<Value>;
  readonly #memory: MemoryCache<Value>;
  readonly #holds: (value: Value) => boolean;
  /** Loads in flight, by route: a caller that must read the primary does not wait for one that reads the replica, which may hang. */
  readonly #loading = {
    primary: new Map<string, Promise<Cached<Value>>>(),
    replica: new Map<string, Promise<Cached<Value>>>(),
  };
  /** Number of clears so far: values requested before the last one are not kept. */
  #cleared = 0;

  constructor(options: TieredCacheOptions<Value>) {
    this.#options = options;
    this.#memory = new MemoryCache(options);
    this.#holds = options.holds ?? (() => true);
  }

  /** Hits and misses cover all tiers; bounds and sizes are those of this process. */
  figures(): CacheFigures {
    return this.#memory.figures();
  }

  /** Returns the value of a key. If missing, loads it once for all concurrent callers; failures are not cached. */
  async fetch(owned: OwnedKey, load: () => Promise<Value>): Promise<Cached<Value>> {
    const { key } = owned;
    const held = this.#held(key);
    if (held) return this.#hit(held);
    const underWay = this.#loading[currentRoute()];
    const others = underWay.get(key);
    if (others) return this.#hit((await others).value);
    const loading = joinableWork(() => this.#findBeyondOrLoad(owned, load));
    underWay.set(key, loading);
    try {
      return await loading;
    } finally {
      if (underWay.get(key) === loading) underWay.delete(key);
    }
  }

  /** Like `fetch`, but does not wait for another caller's load of the same key. */
  async fetchAlone(owned: OwnedKey, load: () => Promise<Value>): Promise<Cached<Value>> {
    const held = this.#held(owned.key);
    return held ? this.#hit(held) : await this.#findBeyondOrLoad(owned, load);
  }

  /** Returns a key's value even if it no longer `holds`, and keeps it in this process for `ttlMs` from now; null: none. */
  async find(owned: OwnedKey, ttlMs: number): Promise<Value | null> {
    const cleared = this.#cleared;
    const value = this.#memory.look(owned.key) ?? (await this.#findBeyond(owned));
    this.#memory.count(value !== null);
    if (value && this.#cleared === cleared) this.#memory.keep(owned.key, value, ttlMs);
    return value;
  }

  /** Returns a key's value even if it no longer `holds`; does not count as a lookup. */
  async peek(owned: OwnedKey): Promise<Value | null> {
    return this.#memory.peek(owned.key) ?? (await this.#findBeyond(owned));
  }

  /** Keeps a value for `ttlMs` from now, in all tiers. */
  keep(owned: OwnedKey, value: Value, ttlMs: number): void {
    const { shared, lasting, codec } = this.#options;
    this.#memory.keep(owned.key, value, ttlMs);
    if (!shared && !lasting) return;
    const bytes = codec.encode(value);
    shared?.set(owned, bytes, ttlMs);
    lasting?.set(owned, bytes, ttlMs);
  }

  /** Drops what this process holds. */
  clear(): void {
    this.#cleared += 1;
    for (const underWay of Object.values(this.#loading)) underWay.clear();
    this.#memory.clear();
  }

  /** Also drops what the other tiers hold. */
  async clearAll(): Promise<void> {
    this.clear();
    await Promise.all([this.#options.shared?.clear(), this.#options.lasting?.clear()]);
  }

  /** Returns the value that this process holds, if it may still be returned. */
  #held(key: string): Value | undefined {
    const value = this.#memory.look(key);
    return value && this.#holds(value) ? value : undefined;
  }

  #hit(value: Value): Cached<Value> {
    this.#memory.count(true);
    return { value, hit: true };
  }

  async #findBeyondOrLoad(owned: OwnedKey, load: () => Promise<Value>): Promise<Cached<Value>> {
    const { shared, codec, ttlMs } = this.#options;
    const cleared = this.#cleared;
    const known = await this.#findBeyond(owned);
    const hit = known !== null && this.#holds(known);
    this.#memory.count(hit);
    const value = hit ? known : await load();
    if (this.#cleared > cleared) return { value, hit };
    if (!hit) shared?.set(owned, codec.encode(value), ttlMs);
    this.#memory.keep(owned.key, value, ttlMs);
    return { value, hit };
  }

  async #findBeyond(owned: OwnedKey): Promise<Value | null> {
    const { shared, lasting, codec, ttlMs } = this.#options;
    const cleared = this.#cleared;
    const bytes = (await shared?.get(owned)) ?? null;
    if (bytes) return codec.decode(bytes);
    const stored = (await lasting?.get(owned)) ?? null;
    if (stored && this.#cleared === cleared) shared?.set(owned, stored, ttlMs);
    return stored && codec.decode(stored);
  }
}
