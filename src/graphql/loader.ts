import DataLoader from 'dataloader';

/**
 * Loads rows by key: one fetch a batch, whatever the order, doubles and gaps of the keys; null for what is missing. Tells at once what it has loaded
 * before: GraphQL takes several times as long for a field that is a promise.
 */
export class RowLoader<Row> extends DataLoader<string, Row | null> {
  readonly #loaded: { rows: Map<string | null, Row> };

  constructor(fetch: (keys: readonly string[]) => Promise<readonly Row[]>, keyOf: (row: Row) => string | null) {
    const loaded = { rows: new Map<string | null, Row>() };
    super(async (keys) => {
      // Taken before the fetch: where all is cleared meanwhile, what is on its way does not come back into the new map.
      const { rows } = loaded;
      for (const row of await fetch(keys)) rows.set(keyOf(row), row);
      return keys.map((key) => rows.get(key) ?? null);
    });
    this.#loaded = loaded;
  }

  /** What is made of a row, or of none: at once where it was loaded. */
  use<Made>(key: string, make: (row: Row | null) => Made): Made | Promise<Made> {
    const known = this.known(key);
    return known ? make(known) : this.load(key).then(make);
  }

  /** Null: it is not loaded yet, or not there. */
  known(key: string): Row | null {
    return this.#loaded.rows.get(key) ?? null;
  }

  override clear(key: string): this {
    this.#loaded.rows = new Map([...this.#loaded.rows].filter(([other]) => other !== key));
    return super.clear(key);
  }

  override clearAll(): this {
    this.#loaded.rows = new Map();
    return super.clearAll();
  }
}

/** What is there of these keys, in their order. */
export async function loadFound<Row>(loader: DataLoader<string, Row | null>, keys: readonly string[]): Promise<Row[]> {
  const rows = await Promise.all(keys.map((key) => loader.load(key)));
  return rows.filter((row) => row !== null);
}

/** Loads all rows that belong to a key, in the order of the fetch; empty for a key that has none. */
export function loadMany<Row>(
  fetch: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string | null,
): DataLoader<string, readonly Row[]> {
  return new DataLoader(async (keys) => {
    const rows = Map.groupBy(await fetch(keys), keyOf);
    return keys.map((key) => rows.get(key) ?? []);
  });
}

/** What of a parent is asked for: a page, a window, a number of them. Arguments are plain values, told apart by content. */
export interface ChildrenKey<Args> {
  readonly parentId: string;
  readonly args: Args;
}

const textOf = ({ parentId, args }: ChildrenKey<unknown>): string => `${parentId} ${JSON.stringify(args)}`;

/** Loads what belongs to many parents: one fetch a batch for all that are asked with equal arguments. */
export function loadChildren<Args, Children>(
  fetch: (parentIds: readonly string[], args: Args) => Promise<ReadonlyMap<string, Children>>,
): DataLoader<ChildrenKey<Args>, Children, string> {
  const batch = async (keys: readonly ChildrenKey<Args>[]) => {
    const found = new Map<string, Children>();
    const groups = Map.groupBy(keys, ({ args }) => JSON.stringify(args)).values();
    const fetchGroup = async (group: readonly ChildrenKey<Args>[]) => {
      const [first] = group;
      if (!first) return;
      const { args } = first;
      const parentIds = group.map(({ parentId }) => parentId);
      for (const [parentId, children] of await fetch(parentIds, args)) found.set(textOf({ parentId, args }), children);
    };
    await Promise.all([...groups].map(fetchGroup));
    return keys.map((key) => found.get(textOf(key)) ?? new Error(`Nothing was fetched for ${key.parentId}`));
  };
  return new DataLoader(batch, { cacheKeyFn: textOf });
}
