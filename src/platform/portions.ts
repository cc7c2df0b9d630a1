interface Bounds<Item> {
  readonly items?: number;
  /** Of all items of a portion together. */
  readonly most: number;
  readonly sizeOf: (item: Item) => number;
}

/** Items in portions of so many items and of such a size at most, in their order; one that is larger is a portion of its own. */
export function* portions<Item>(
  all: readonly Item[],
  { items = Number.POSITIVE_INFINITY, most, sizeOf }: Bounds<Item>,
): Generator<readonly Item[]> {
  let portion: Item[] = [];
  let taken = 0;
  for (const item of all) {
    const size = sizeOf(item);
    if (portion.length === items || (portion.length > 0 && taken + size > most)) {
      yield portion;
      portion = [];
      taken = 0;
    }
    portion.push(item);
    taken += size;
  }
  if (portion.length > 0) yield portion;
}
