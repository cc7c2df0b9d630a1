import { LRUCache } from 'lru-cache';
import type { CacheFigures, ManagedCache } from './cache.ts';

/** Bounded by one of both at least. */
export interface MemoryCacheOptions<Value> {
  readonly name: string;
  /** Room for so many places in its lists is taken from the start. */
  readonly maxEntries?: number;
  readonly maxBytes?: number;
  /** About how much a value takes, in bytes; the key is counted by the cache. */
  readonly sizeOf: (value: Value) => number;
}

/** What an entry takes beside its key and its value: about what V8 and the list of the least recently used need. */
const entryBytes = 200;

/**
 * A cache in the process, bounded in bytes or in entries: what was asked for longest ago goes first. Keys are made by whoever asks, and say all that a
 * value depends on: nothing is ever stale under its key but by time.
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

  /** What is there under a key now. */
  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    this.count(value !== undefined);
    return value;
  }

  /** The same for who may find it further away, and counts then. */
  look(key: string): Value | undefined {
    return this.#values.get(key);
  }

  /** A lookup was a hit, or a miss. */
  count(hit: boolean): void {
    if (hit) this.#hits += 1;
    else this.#misses += 1;
  }

  /** What is there, for who does not ask for it. */
  peek(key: string): Value | undefined {
    return this.#values.peek(key);
  }

  /** Keeps a value so long from now on, or until there is no room (null); not at all where that time is over. */
  keep(key: string, value: Value, ttlMs: number | null): void {
    // To the list, no time at all is one without an end.
    if (ttlMs === null || ttlMs > 0) this.#values.set(key, value, { ttl: ttlMs ?? 0 });
    else this.#values.delete(key);
  }

  clear(): void {
    this.#values.clear();
  }
}
