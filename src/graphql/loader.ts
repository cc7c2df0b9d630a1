import DataLoader from 'dataloader';

/**
 * Loads rows by key: one fetch per batch, for keys in any order, with duplicates and gaps; null for missing rows. Rows loaded before are
 * available synchronously: GraphQL takes several times as long for a field that is a promise.
 */
export class RowLoader<Row> extends DataLoader<string, Row | null> {
  readonly #loaded: { rows: Map<string | null, Row> };

  constructor(fetch: (keys: readonly string[]) => Promise<readonly Row[]>, keyOf: (row: Row) => string | null) {
    const loaded = { rows: new Map<string | null, Row>() };
    super(async (keys) => {
      // Taken before the fetch: if all is cleared meanwhile, rows on their way do not enter the new map.
      const { rows } = loaded;
      for (const row of await fetch(keys)) rows.set(keyOf(row), row);
      return keys.map((key) => rows.get(key) ?? null);
    });
    this.#loaded = loaded;
  }

  /** Returns what `make` makes of the row, or of null: synchronously if the row was loaded. */
  use<Made>(key: string, make: (row: Row | null) => Made): Made | Promise<Made> {
    const known = this.known(key);
    return known ? make(known) : this.load(key).then(make);
  }

  /** Returns null if the row is not loaded yet, or missing. */
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

/** Returns the existing rows of these keys, in their order. */
export async function loadFound<Row>(loader: DataLoader<string, Row | null>, keys: readonly string[]): Promise<Row[]> {
  const rows = await Promise.all(keys.map((key) => loader.load(key)));
  return rows.filter((row) => row !== null);
}

/** Loads all rows that belong to a key, in the order of the fetch; empty for a key without rows. */
export function loadMany<Row>(
  fetch: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string | null,
): DataLoader<string, readonly Row[]> {
  return new DataLoader(async (keys) => {
    const rows = Map.groupBy(await fetch(keys), keyOf);
    return keys.map((key) => rows.get(key) ?? []);
  });
}

/** A request for children of a parent: a page, a window, their number. Arguments are plain values, compared by content. */
export interface ChildrenKey<Args> {
  readonly parentId: string;
  readonly args: Args;
}

const textOf = ({ parentId, args }: ChildrenKey<unknown>): string => `${parentId} ${JSON.stringify(args)}`;

/** Loads children of many parents: one fetch per batch for all requests with equal arguments. */
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
    return keys.map((key) => {
      const children = found.get(textOf(key));
      return children === undefined ? new Error(`Nothing was fetched for ${key.parentId}`) : children;
    });
  };
  return new DataLoader(batch, { cacheKeyFn: textOf });
}
