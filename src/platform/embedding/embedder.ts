/** A unit vector as it is stored: the real vector is `values * scale`. */
export interface Vector {
  /** One integer from -127 to 127 for each dimension. */
  readonly values: Int8Array;
  /** Positive, exact as a 32-bit float, chosen so that `values * scale` has length 1. */
  readonly scale: number;
}

/** Some models tell a question from what may answer it. */
export type TextKind = 'query' | 'passage';

/** Turns texts into vectors whose dot product says how near their meanings are. */
export interface Embedder {
  /** Vectors are comparable only with vectors of the same model. */
  readonly model: string;
  /** `null`: not known before the first answer. */
  readonly dimensions: number | null;
  /** Whether it gave no vectors when it was last asked, not long ago; omitted: it gives some as long as the process runs. */
  readonly isFailing?: boolean;
  /** Most texts of one request of an endpoint: they fail together, and are paid for together; omitted: no request is made. */
  readonly batchSize?: number;
  /**
   * Tells what is stored of this model: vectors of any other dimension are an EmbedderUnavailableError from then on. Null: nothing is;
   * the next answer decides.
   */
  expectDimensions(dimensions: number | null): void;
  /**
   * One vector for each text, in the order of the texts. Throws a TextRefusedError where one of them can never be
   * embedded, an EmbedderUnavailableError where it is worth to ask again later.
   */
  embed(texts: readonly string[], kind: TextKind, signal?: AbortSignal): Promise<Vector[]>;
}
