/** Rows of a memory, and what to find among them: see `ScanSlot`. */
export interface ScanJob {
  /** Shared; rows that a thread reads are not written. */
  readonly memory: WebAssembly.Memory;
  readonly dimensions: number;
  readonly question: Int8Array;
  readonly first: number;
  readonly rows: number;
  readonly least: number;
  readonly spread: number;
}

/** Result of a scan: pairs of a row's number and its product. */
export interface Sifted {
  readonly count: number;
  readonly pairs: Int32Array;
}

/** Start data of a thread, with its slot in each memory. */
export interface ScanStart {
  readonly module: WebAssembly.Module;
  readonly slot: number;
}
