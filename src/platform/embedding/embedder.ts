import type { LastCall } from '../last-call.ts';

/** A quantised unit vector: the actual vector is `values * scale`. */
export interface Vector {
  /** One integer from -127 to 127 per dimension. */
  readonly values: Int8Array;
  /** Positive, exact as a 32-bit float, such that `values * scale` has length 1. */
  readonly scale: number;
}

/** Some models embed queries differently from the passages that may answer them. */
export type TextKind = 'query' | 'passage';

/** Embeds texts as vectors whose dot product measures the similarity of their meanings. */
export interface Embedder {
  /** Vectors are comparable only with vectors of the same model. */
  readonly model: string;
  /** Null until the first response. */
  readonly dimensions: number | null;
  /** Omitted: it cannot fail while the process runs. */
  readonly lastCall?: LastCall;
  /** Maximum number of texts per request to an endpoint, which fail and are paid for together; omitted: it makes no requests. */
  readonly batchSize?: number;
  /**
   * Sets the dimensions of the stored vectors of this model: others cause an EmbedderUnavailableError from then on. Null: none
   * are stored, and the next response decides.
   */
  expectDimensions(dimensions: number | null): void;
  /**
   * Returns one vector per text, in order. Throws TextRefusedError if one of them can never be embedded, or
   * EmbedderUnavailableError if a later retry may succeed. `mayRepeat` is asked before a request is sent once more: whether all
   * texts may still be sent; omitted: they may.
   */
  embed(
    texts: readonly string[],
    kind: TextKind,
    signal?: AbortSignal,
    mayRepeat?: () => Promise<boolean>,
  ): Promise<Vector[]>;
}
