/** Counters of a cache since the start, and its current size. */
export interface CacheFigures {
  readonly name: string;
  readonly hits: number;
  readonly misses: number;
  /** Entries evicted to make room for others. */
  readonly evictions: number;
  readonly entries: number;
  /** Null: bounded by bytes only. */
  readonly maxEntries: number | null;
  /** Of the entries, as estimated by the cache's owner. */
  readonly bytes: number;
  /** The part of `bytes` that V8 does not attribute to the process: WebAssembly memory shared by threads. Omitted: none. */
  readonly uncountedBytes?: number;
  /** Null: bounded by entries only. */
  readonly maxBytes: number | null;
}

/** A cache that operators can inspect and clear. */
export interface ManagedCache {
  figures(): CacheFigures;
  /** Drops what this process holds; values that are being loaded are still returned, but not kept. */
  clear(): void;
  /** Also drops what is shared with other processes; absent: there is nothing else. */
  clearAll?(): Promise<void>;
}

export interface Cached<Value> {
  readonly value: Value;
  /** Whether it was cached, or already being loaded for another caller. */
  readonly hit: boolean;
}

/** A cache key and its account. Keys of different accounts are never equal. */
export interface OwnedKey {
  readonly accountId: string;
  readonly key: string;
}

/** A tier that outlives the process or is shared with others. It is slower than memory, and may be unavailable. */
export interface CacheTier {
  /** Null: missing or currently unavailable. Never rejects. */
  get(owned: OwnedKey): Promise<Buffer | null>;
  /** Fire and forget: a lost entry is loaded again. */
  set(owned: OwnedKey, bytes: Buffer, ttlMs: number): void;
  /** Removes the entries of all processes. */
  clear(): Promise<void>;
}
