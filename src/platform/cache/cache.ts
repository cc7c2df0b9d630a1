/** What a cache has done since it was made, and how much it holds. */
export interface CacheStatistics {
  readonly name: string;
  readonly hits: number;
  readonly misses: number;
  /** Entries that went because others needed their room. */
  readonly evictions: number;
  readonly entries: number;
  /** Null: bytes alone bound it. */
  readonly maxEntries: number | null;
  /** Of what is kept, as its owner counts it. */
  readonly bytes: number;
  readonly maxBytes: number;
}

export interface Cached<Value> {
  readonly value: Value;
  /** Whether it was there, or already being loaded for somebody else. */
  readonly hit: boolean;
}

/** Where entries lie that outlive or are shared beyond the process. It is slower than the process, and it may be away. */
export interface CacheTier {
  /** Null: not there, or not to be had now. Never rejects. */
  get(key: string): Promise<Buffer | null>;
  /** Not waited for; what is not kept is loaded again. */
  set(key: string, bytes: Buffer, ttlMs: number): void;
  /** Lets everything go that any process has put there. */
  clear(): Promise<void>;
}

/** Where entries outlive all processes, each as part of what an account has: they go with it. */
export interface LastingTier {
  /** Null: not there, or not to be had now. Never rejects. */
  get(accountId: string, key: string): Promise<Buffer | null>;
  /** Not waited for. */
  set(accountId: string, key: string, bytes: Buffer, ttlMs: number): void;
  /** Lets everything go, of all accounts. */
  clear(): Promise<void>;
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
