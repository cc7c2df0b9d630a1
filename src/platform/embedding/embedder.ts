/** A unit vector as it is stored: the real vector is `values * scale`. */
export interface Vector {
  /** One integer from -127 to 127 for each dimension. */
  readonly values: Int8Array;
  /** Positive, exact as a 32-bit float, chosen so that `values * scale` has length 1. */
  readonly scale: number;
}

/** Turns texts into vectors whose dot product says how near their meanings are. */
export interface Embedder {
  /** Vectors are comparable only with vectors of the same model. */
  readonly model: string;
  readonly dimensions: number;
  /** One vector for each text, in the order of the texts. Some models tell a question from what may answer it: `kind`. */
  embed(texts: readonly string[], kind: 'query' | 'passage'): Promise<Vector[]>;
}
