import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';

/** Where a row stands in its list: its sort value and its id, both as the database's text, so that no digit is lost. */
export interface Keyset {
  readonly sort: string;
  readonly id: string;
}

/** One page of a list: `limit` rows from the start (forward) or the end (backward) of what lies between `after` and `before`. */
export interface PageRequest {
  readonly limit: number;
  readonly direction: 'forward' | 'backward';
  readonly after: Keyset | null;
  readonly before: Keyset | null;
}

/** Items in the order of the list, whatever the direction of the request. */
export interface Page<Item> {
  readonly items: readonly { readonly item: Item; readonly keyset: Keyset }[];
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
}

/**
 * The order of a list: by one column or expression that is never null, then by id, both in the same direction.
 * A string is a column reference (`memory.created_at`).
 */
export interface KeysetOrder {
  readonly by: string | RawBuilder<unknown>;
  readonly id: string;
  readonly direction: 'asc' | 'desc';
}

const KEY = 'page_sort_key';
const ID = 'page_id_key';

/** Runs the query for one page: keyset conditions, order, and one row more than asked to know whether there are others. */
export async function fetchPage<DB, TB extends keyof DB, Row extends object>(
  query: SelectQueryBuilder<DB, TB, Row>,
  order: KeysetOrder,
  request: PageRequest,
): Promise<Page<Row>> {
  const by = typeof order.by === 'string' ? sql.ref(order.by) : order.by;
  const id = sql.ref(order.id);
  const backward = request.direction === 'backward';
  const direction = (order.direction === 'asc') === backward ? 'desc' : 'asc';
  const [later, earlier] = order.direction === 'asc' ? [sql`>`, sql`<`] : [sql`<`, sql`>`];

  let paged = query
    .select([sql<string>`${by}::text`.as(KEY), sql<string>`${id}::text`.as(ID)])
    .orderBy(by, direction)
    .orderBy(id, direction)
    .limit(request.limit + 1);
  const { after, before } = request;
  if (after) paged = paged.where(sql<boolean>`(${by}, ${id}) ${later} (${after.sort}, ${after.id})`);
  if (before) paged = paged.where(sql<boolean>`(${by}, ${id}) ${earlier} (${before.sort}, ${before.id})`);

  const rows = await paged.execute();
  const more = rows.length > request.limit;
  const kept = more ? rows.slice(0, request.limit) : rows;
  if (backward) kept.reverse();
  return {
    items: kept.map(takeKeyset<Row>),
    hasNext: backward ? before !== null : more,
    hasPrevious: backward ? more : after !== null,
  };
}

/** The page with each item turned into something else, keysets and flags kept. */
export function mapPage<From, To>(page: Page<From>, change: (item: From) => To): Page<To> {
  return { ...page, items: page.items.map(({ item, keyset }) => ({ item: change(item), keyset })) };
}

function takeKeyset<Row extends object>(row: object): { item: Row; keyset: Keyset } {
  const { [KEY]: sort, [ID]: id, ...item } = row as Record<string, unknown>;
  return { item: item as Row, keyset: { sort: String(sort), id: String(id) } };
}
