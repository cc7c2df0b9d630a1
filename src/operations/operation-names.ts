/**
 * Names are chosen by clients: beyond so many, and of one that is longer or was not signed in, operations are counted
 * together.
 */
const mostNames = 200;
const longestName = 64;
const otherNames = 'other';

/** Under which names operations are counted: the first that come have their own. */
export class OperationNames {
  readonly #own = new Set<string>();

  /** Null: whoever sent it may choose no name. */
  countedAs(operation: string | null): string {
    if (operation === null || operation.length > longestName) return otherNames;
    if (this.#own.size < mostNames) this.#own.add(operation);
    return this.#own.has(operation) ? operation : otherNames;
  }
}
