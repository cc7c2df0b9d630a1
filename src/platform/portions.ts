interface Bounds<Item> {
  readonly items?: number;
  readonly characters: number;
  readonly lengthOf: (item: Item) => number;
}

/** Items in portions of so many items and characters at most, in their order; one that is longer is a portion of its own. */
export function* portions<Item>(
  all: readonly Item[],
  { items = Number.POSITIVE_INFINITY, characters, lengthOf }: Bounds<Item>,
): Generator<readonly Item[]> {
  let portion: Item[] = [];
  let taken = 0;
  for (const item of all) {
    const length = lengthOf(item);
    if (portion.length === items || (portion.length > 0 && taken + length > characters)) {
      yield portion;
      portion = [];
      taken = 0;
    }
    portion.push(item);
    taken += length;
  }
  if (portion.length > 0) yield portion;
}
