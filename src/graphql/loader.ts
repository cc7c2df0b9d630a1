import DataLoader from 'dataloader';

/** Loads rows by key: one fetch a batch, whatever the order, doubles and gaps of the keys; null for what is missing. */
export function loadOne<Row>(
  fetch: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string | null,
): DataLoader<string, Row | null> {
  return new DataLoader(async (keys) => {
    const rows = new Map((await fetch(keys)).map((row) => [keyOf(row), row]));
    return keys.map((key) => rows.get(key) ?? null);
  });
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
