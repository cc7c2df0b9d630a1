interface Bounds<Item> {
  readonly items?: number;
  /** Maximum total size of a batch. */
  readonly most: number;
  readonly sizeOf: (item: Item) => number;
}

/** Splits items into batches bounded by count and total size, in order; an item that exceeds the size becomes a batch of its own. */
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
