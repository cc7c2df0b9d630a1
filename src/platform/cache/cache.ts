/** What a cache has done since the start, and holds. */
export interface CacheFigures {
  readonly name: string;
  readonly hits: number;
  readonly misses: number;
  /** Entries that went because others needed their room. */
  readonly evictions: number;
  readonly entries: number;
  /** Null: bounded in bytes alone. */
  readonly maxEntries: number | null;
  /** Of what is kept, as its owner counts it. */
  readonly bytes: number;
  /** Of these, what the engine does not count as the process': WebAssembly memory that threads share. Omitted: nothing. */
  readonly uncountedBytes?: number;
  /** Null: bounded in entries alone. */
  readonly maxBytes: number | null;
}

/** A cache that operators see, and can clear. */
export interface ManagedCache {
  figures(): CacheFigures;
  /** Lets go what the process holds; what is being loaded is answered, and not kept. */
  clear(): void;
  /** Lets go what others share of it, too; absent: there is nothing else. */
  clearAll?(): Promise<void>;
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
