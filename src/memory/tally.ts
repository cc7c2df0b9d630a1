/** Bounded queue of pending writes, which merges items with the same key. */
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

  /** Adds or merges an item. A new key beyond the bound is dropped. */
  add(item: Item): void {
    const key = this.#keyOf(item);
    const waiting = this.#items.get(key);
    if (waiting) this.#items.set(key, this.#join(waiting, item));
    else if (this.#items.size < this.#max) this.#items.set(key, item);
  }

  /** Removes all pending items and returns them in groups of at most `size`. */
  take(size: number): Item[][] {
    const items = [...this.#items.values()];
    // Not by `clear`: see OncePerTurn.
    this.#items = new Map();
    return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
  }
}
