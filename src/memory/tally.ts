/** Gathers what waits to be written, each thing once with all that came of it; bounded. */
export class Tally<Item> {
  #items = new Map<string, Item>();
  readonly #keyOf: (item: Item) => string;
  readonly #join: (one: Item, other: Item) => Item;
  readonly #max: number;

  constructor(keyOf: (item: Item) => string, join: (one: Item, other: Item) => Item, max: number) {
    this.#keyOf = keyOf;
    this.#join = join;
    this.#max = max;
  }

  get isEmpty(): boolean {
    return this.#items.size === 0;
  }

  /** What would go beyond the bound is not counted. */
  add(item: Item): void {
    const key = this.#keyOf(item);
    const waiting = this.#items.get(key);
    if (waiting) this.#items.set(key, this.#join(waiting, item));
    else if (this.#items.size < this.#max) this.#items.set(key, item);
  }

  /** Takes all that waits now, in groups of at most `size`. */
  take(size: number): Item[][] {
    const items = [...this.#items.values()];
    // Not by `clear`: see OncePerTurn.
    this.#items = new Map();
    return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
  }
}
