/** Rows of a memory, and what is sought among them: see `ScanSlot`. */
export interface ScanJob {
  /** Shared; rows that a thread reads are written by nobody. */
  readonly memory: WebAssembly.Memory;
  readonly dimensions: number;
  readonly question: Int8Array;
  readonly first: number;
  readonly rows: number;
  readonly least: number;
  readonly spread: number;
}

/** What was found: the numbers of so many rows, each with its product behind it. */
export interface Sifted {
  readonly count: number;
  readonly pairs: Int32Array;
}

/** What a thread is started with: its slot in each memory. */
export interface ScanStart {
  readonly module: WebAssembly.Module;
  readonly slot: number;
}
