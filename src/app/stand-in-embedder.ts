import { storedDimensions } from '../memory/model-move.store.ts';
import type { Database } from '../platform/db/database.ts';
import type { Embedder, TextKind, Vector } from '../platform/embedding/embedder.ts';
import { quantise } from '../platform/embedding/quantise.ts';

interface Parts {
  readonly db: Database;
  /** The model whose vectors are stored. */
  readonly model: string;
  /** Embeds at once, with another model. */
  readonly table: Pick<Embedder, 'embed'>;
}

/**
 * Stands in for an embedder that costs time or money where only the work counts, not what is found: its vectors have as many dimensions
 * as the stored ones, and no meaning.
 */
export class StandInEmbedder implements Embedder {
  readonly model: string;
  readonly dimensions = null;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.model = parts.model;
    this.#parts = parts;
  }

  expectDimensions(): void {}

  async embed(texts: readonly string[], kind: TextKind): Promise<Vector[]> {
    const length = await storedDimensions(this.#parts.db, this.model);
    const vectors = await this.#parts.table.embed(texts, kind);
    return length === null ? vectors : vectors.map(({ values }) => ofLength(values, length));
  }
}

/** Repeats or cuts off a vector. One of zeros alone would have no direction. */
const ofLength = (values: Int8Array, length: number): Vector =>
  quantise(Float64Array.from({ length }, (_, place) => values[place % values.length] || Number(place === 0)));
