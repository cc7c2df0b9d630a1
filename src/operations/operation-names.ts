/** Clients choose the names. Operations beyond this many names, with a longer name, or not signed in, are counted together. */
const mostNames = 200;
const longestName = 64;
const otherNames = 'other';

/** The names under which operations are counted: the first ones get their own. */
export class OperationNames {
  readonly #own = new Set<string>();

  /** Null: the sender may not choose a name. */
  countedAs(operation: string | null): string {
    if (operation === null || operation.length > longestName) return otherNames;
    if (this.#own.size < mostNames) this.#own.add(operation);
    return this.#own.has(operation) ? operation : otherNames;
  }
}
