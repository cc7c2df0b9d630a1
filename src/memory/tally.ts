/** Counts what waits to be written, each thing once with how often it came; bounded. */
export class Tally<Item extends { readonly times: number }> {
  #items = new Map<string, Item>();
  readonly #keyOf: (item: Item) => string;
  readonly #max: number;

  constructor(keyOf: (item: Item) => string, max: number) {
    this.#keyOf = keyOf;
    this.#max = max;
  }

  get isEmpty(): boolean {
    return this.#items.size === 0;
  }

  /** What would go beyond the bound is not counted. */
  add(item: Item): void {
    const key = this.#keyOf(item);
    const waiting = this.#items.get(key);
    if (waiting) this.#items.set(key, { ...item, times: waiting.times + item.times });
    else if (this.#items.size < this.#max) this.#items.set(key, item);
  }

  /** Takes all that waits now, in groups of at most `size`. */
  take(size: number): Item[][] {
    const items = [...this.#items.values()];
    // Not by `clear`: see Finder.
    this.#items = new Map();
    return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
  }
}
