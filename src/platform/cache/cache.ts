/** What a cache has done since it was made, and how much it holds. */
export interface CacheStatistics {
  readonly name: string;
  readonly hits: number;
  readonly misses: number;
  /** Entries that went because others needed their room. */
  readonly evictions: number;
  readonly entries: number;
  readonly maxEntries: number;
  /** Of what is kept, as its owner counts it. */
  readonly bytes: number;
  readonly maxBytes: number;
}

export interface Cached<Value> {
  readonly value: Value;
  /** Whether it was there, or already being loaded for somebody else. */
  readonly hit: boolean;
}

/**
 * Values by key. Keys are made by whoever asks, and say all that a value depends on: nothing is ever stale under its key
 * but by time.
 */
export interface Cache<Value extends object> {
  readonly name: string;
  readonly statistics: CacheStatistics;
  /** The value of a key. Where it is not there it is loaded, once for all who ask meanwhile; what fails is not kept. */
  fetch(key: string, load: () => Promise<Value>): Promise<Cached<Value>>;
  delete(key: string): void;
  /** Lets everything go. What is being loaded is answered, and not kept. */
  clear(): void;
}
