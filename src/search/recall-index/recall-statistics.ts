/** What the recall index did since the process began, and what it holds. */
export interface RecallStatistics {
  /** Collections that are loaded, and those that are being loaded or wait for it. */
  readonly collections: number;
  readonly loading: number;
  readonly memories: number;
  readonly bytes: number;
  readonly budgetBytes: number;
  /** Searches that the index could answer, and those that it could not, since a collection was missing or out of reach. */
  readonly hits: number;
  readonly fallbacks: number;
  /** Collections that were loaded. */
  readonly loads: number;
  /** Loads, updates and rebuilds that failed. */
  readonly failures: number;
  /** Collections that had to make room for others. */
  readonly evictions: number;
  /** Collections for which there was no room. */
  readonly refusals: number;
  /** The most events that a collection was behind when it was last asked for. */
  readonly lag: number;
}
