/** The static embedding table, as far as ranking needs it: the row of a piece, times the piece's scale, is its vector. */
export interface PieceTable {
  readonly size: number;
  readonly dimensions: number;
  readonly scales: Float32Array;
  readonly rows: Int8Array;
  /** The whole file. */
  readonly bytes: Uint8Array;
}
