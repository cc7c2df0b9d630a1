import { LRUCache } from 'lru-cache';
import type { CacheFigures, ManagedCache } from './cache.ts';

/** At least one of the two bounds must be set. */
export interface MemoryCacheOptions<Value> {
  readonly name: string;
  /** The cache allocates its lists for this many entries up front. */
  readonly maxEntries?: number;
  readonly maxBytes?: number;
  /** Approximate bytes of a value; the cache adds those of the key. */
  readonly sizeOf: (value: Value) => number;
}

/** Overhead of an entry beside its key and value: about what V8 and the LRU list need. */
const entryBytes = 200;

/**
 * An in-process LRU cache, bounded by bytes or entries. Callers choose keys that contain everything a
 * value depends on: a value under its key can become stale only by age.
 */
export class MemoryCache<Value extends object> implements ManagedCache {
  readonly #options: MemoryCacheOptions<Value>;
  readonly #values: LRUCache<string, Value>;
  #hits = 0;
  #misses = 0;
  #evictions = 0;

  constructor(options: MemoryCacheOptions<Value>) {
    this.#options = options;
    this.#values = new LRUCache({
      ...(options.maxEntries !== undefined && { max: options.maxEntries }),
      maxSize: options.maxBytes ?? Number.MAX_SAFE_INTEGER,
      sizeCalculation: (value, key) => entryBytes + 2 * key.length + options.sizeOf(value),
      dispose: (_value, _key, reason) => {
        if (reason === 'evict') this.#evictions += 1;
      },
    });
  }

  figures(): CacheFigures {
    const { name, maxEntries = null, maxBytes = null } = this.#options;
    return {
      name,
      hits: this.#hits,
      misses: this.#misses,
      evictions: this.#evictions,
      entries: this.#values.size,
      maxEntries,
      bytes: this.#values.calculatedSize,
      maxBytes,
    };
  }

  /** Returns the value of a key, and counts the lookup. */
  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    this.count(value !== undefined);
    return value;
  }

  /** Like `get`, but does not count: for callers that may still find the value in another tier. */
  look(key: string): Value | undefined {
    return this.#values.get(key);
  }

  /** Counts a lookup as a hit or a miss. */
  count(hit: boolean): void {
    if (hit) this.#hits += 1;
    else this.#misses += 1;
  }

  /** Returns the value without counting a lookup or marking it as recently used. */
  peek(key: string): Value | undefined {
    return this.#values.peek(key);
  }

  /** Keeps a value for `ttlMs` from now, or until evicted (null). A TTL of 0 or less removes it. */
  keep(key: string, value: Value, ttlMs: number | null): void {
    // LRUCache takes a TTL of 0 as unlimited.
    if (ttlMs === null || ttlMs > 0) this.#values.set(key, value, { ttl: ttlMs ?? 0 });
    else this.#values.delete(key);
  }

  clear(): void {
    this.#values.clear();
  }
}
