/** Rows of a memory, and what they are compared with. */
export interface ScanJob {
  /** Shared; rows that a thread reads are written by nobody. */
  readonly memory: WebAssembly.Memory;
  /** Bytes of a row. */
  readonly stride: number;
  readonly question: Int8Array;
  readonly first: number;
  readonly rows: number;
}

/** What a thread is started with: its slot in each memory. */
export interface ScanStart {
  readonly module: WebAssembly.Module;
  readonly slot: number;
}
