import { LRUCache } from 'lru-cache';
import { currentRoute } from '../read-route.ts';
import { sharedWork } from '../requester.ts';
import type { Cached, CacheFigures, ManagedCache } from './cache.ts';

export interface MemoryCacheOptions<Value> {
  readonly name: string;
  /** Omitted: bytes alone bound it. Room for so many places in its lists is taken from the start. */
  readonly maxEntries?: number;
  readonly maxBytes: number;
  readonly ttlMs: number;
  /** About how much a value takes, in bytes; the key is counted by the cache. */
  readonly sizeOf: (value: Value) => number;
}

/** What an entry takes beside its key and its value: about what V8 and the list of the least recently used need. */
const entryBytes = 200;

/**
 * A cache in the process, bounded in bytes, or in entries, too: what was asked for longest ago goes first. Keys are made by whoever asks, and say all that a
 * value depends on: nothing is ever stale under its key but by time.
 */
export class MemoryCache<Value extends object> implements ManagedCache {
  readonly #options: MemoryCacheOptions<Value>;
  readonly #values: LRUCache<string, Value>;
  /** By what they read from: who may not read from the replica waits for nobody who does, and may wait for long. */
  readonly #loading = { primary: new Map<string, Promise<Value>>(), replica: new Map<string, Promise<Value>>() };
  #hits = 0;
  #misses = 0;
  /** The most that were told so far: a count that falls would be taken for one that began anew. */
  #toldMisses = 0;
  #evictions = 0;

  constructor(options: MemoryCacheOptions<Value>) {
    this.#options = options;
    this.#values = new LRUCache({
      ...(options.maxEntries !== undefined && { max: options.maxEntries }),
      maxSize: options.maxBytes,
      ttl: options.ttlMs,
      sizeCalculation: (value, key) => entryBytes + 2 * key.length + options.sizeOf(value),
      dispose: (_value, _key, reason) => {
        if (reason === 'evict') this.#evictions += 1;
      },
    });
  }

  figures(): CacheFigures {
    const { name, maxEntries = null, maxBytes } = this.#options;
    this.#toldMisses = Math.max(this.#toldMisses, this.#misses);
    return {
      name,
      hits: this.#hits,
      misses: this.#toldMisses,
      evictions: this.#evictions,
      entries: this.#values.size,
      maxEntries,
      bytes: this.#values.calculatedSize,
      maxBytes,
    };
  }

  /** The value of a key. Where it is not there it is loaded, once for all who ask meanwhile; what fails is not kept. */
  async fetch(key: string, load: () => Promise<Value>): Promise<Cached<Value>> {
    const underWay = this.#loading[currentRoute()];
    const known = this.#values.get(key) ?? underWay.get(key);
    if (known) {
      this.#hits += 1;
      return { value: await known, hit: true };
    }
    this.#misses += 1;
    const loading = sharedWork(load);
    underWay.set(key, loading);
    try {
      const value = await loading;
      if (underWay.get(key) === loading) this.#values.set(key, value);
      return { value, hit: false };
    } finally {
      if (underWay.get(key) === loading) underWay.delete(key);
    }
  }

  /** What is there under a key now. */
  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    if (value === undefined) this.#misses += 1;
    else this.#hits += 1;
    return value;
  }

  /** What was not there was found further away: that is no miss. */
  noteFoundBeyond(): void {
    this.#hits += 1;
    this.#misses -= 1;
  }

  /** What is there, not counted. */
  peek(key: string): Value | undefined {
    return this.#values.peek(key);
  }

  /** Keeps a value so long from now on, or until there is no room (null); not at all where that time is over. */
  keep(key: string, value: Value, ttlMs: number | null): void {
    // To the list, no time at all is one without an end.
    if (ttlMs === null || ttlMs > 0) this.#values.set(key, value, { ttl: ttlMs ?? 0 });
    else this.#values.delete(key);
  }

  delete(key: string): void {
    for (const underWay of Object.values(this.#loading)) underWay.delete(key);
    this.#values.delete(key);
  }

  clear(): void {
    for (const underWay of Object.values(this.#loading)) underWay.clear();
    this.#values.clear();
  }
}
