import { type QueryExecutorProvider, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import { hasCode } from '../error-code.ts';
import { TooMuchError, ValidationError } from '../errors.ts';

/** Position of a row in its list: its sort value and its id, both as the database prints them, so that no digit is lost. */
export interface Keyset {
  readonly sort: string;
  readonly id: string;
}

/** One page of a list: `limit` rows from the start (forward) or the end (backward) of the range between `after` and `before`. */
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
interface KeysetOrder {
  readonly by: string | RawBuilder<unknown>;
  readonly id: string;
  readonly direction: 'asc' | 'desc';
}

const KEY = 'page_sort_key';
const ID = 'page_id_key';
const PLACE = 'page_place';
const PARENT = 'page_parent_id';
const SORT = 'page_sort';

/** Maximum rows that one statement reads for many lists: if all have the maximum length, their text about reaches `mostText`. */
const mostRows = 500;
/** Maximum characters that one request may read through nested lists. */
const mostText = 16 * 1024 * 1024;

/** Runs the query for one page: adds keyset conditions, order, and one extra row that tells whether there are more. */
export async function fetchPage<DB, TB extends keyof DB, Row extends object>(
  query: SelectQueryBuilder<DB, TB, Row>,
  order: KeysetOrder,
  request: PageRequest,
): Promise<Page<Row>> {
  return pageOf<Row>(await keysetQuery(query, order, request).execute().catch(madeUp(request)), request);
}

/** The parents of several lists: their ids, all UUIDs, and the column of a row that refers to its parent. */
interface Parents {
  readonly column: string;
  readonly ids: readonly string[];
}

/**
 * Fetches the same page of many lists in one statement, by parent; empty for a parent without rows. `query` is the one for
 * fetchPage, without its condition on the parent. It runs once per parent, with its own limit and on the same index as for a
 * single list, so that a long list does not slow down the others. If there may be very many rows, several statements run
 * one after another. Throws TooMuchError once more than `mostText` characters have been read.
 */
export async function fetchPages<DB, TB extends keyof DB, Row extends object>(
  db: QueryExecutorProvider,
  query: SelectQueryBuilder<DB, TB, Row>,
  order: KeysetOrder,
  parents: Parents,
  request: PageRequest,
): Promise<Map<string, Page<Row>>> {
  const ids = [...new Set(parents.ids)];
  const { by, id, direction } = sorting(order, request);
  const places = sql`${by} ${sql.raw(direction)}, ${id} ${sql.raw(direction)}`;
  const page = keysetQuery(query, order, request)
    .where(sql<boolean>`${sql.ref(parents.column)} = page_parent.id`)
    .select(sql<number>`row_number() over (order by ${places})`.as(PLACE));
  const pages = new Map<string, Page<Row>>();
  const atOnce = Math.ceil(mostRows / (request.limit + 1));
  let text = 0;
  for (let first = 0; first < ids.length; first += atOnce) {
    if (text > mostText) throw new TooMuchError(mostText);
    const some = ids.slice(first, first + atOnce);
    const { rows } = await sql<Record<string, unknown>>`
      select page_parent.id::text as ${sql.ref(PARENT)}, page.*
      from unnest(${some}::uuid[]) as page_parent (id) cross join lateral ${page} as page
      order by page.${sql.ref(PLACE)}`
      .execute(db)
      .catch(madeUp(request));
    const byParent = Map.groupBy(rows, (row) => row[PARENT]);
    for (const parent of some) pages.set(parent, pageOf<Row>(byParent.get(parent) ?? [], request));
    if (ids.length > atOnce) text += textOf(rows);
  }
  return pages;
}

/** Returns the number of rows. */
export async function fetchCount<DB, TB extends keyof DB, Row extends object>(
  query: SelectQueryBuilder<DB, TB, Row>,
): Promise<number> {
  const counted = query.clearSelect().select(sql`count(*)::int`.as('count')).$castTo<{ count: number }>();
  return (await counted.executeTakeFirstOrThrow()).count;
}

/** Returns the number of rows of each parent, or another sum over them; 0 for a parent that has none. */
export async function fetchCounts<DB, TB extends keyof DB, Row extends object>(
  query: SelectQueryBuilder<DB, TB, Row>,
  { column, ids }: Parents,
  count: RawBuilder<number> = sql`count(*)::int`,
): Promise<Map<string, number>> {
  const rows = await query
    .clearSelect()
    .where(sql<boolean>`${sql.ref(column)} = any(${ids}::uuid[])`)
    .groupBy(sql.ref(column))
    .select([sql.ref(column).as('parentId'), count.as('count')])
    .$castTo<{ parentId: string; count: number }>()
    .execute();
  const counts = new Map(rows.map(({ parentId, count }) => [parentId, count]));
  return new Map(ids.map((id) => [id, counts.get(id) ?? 0]));
}

/**
 * Fetches one page of the union of many lists, in their common order. Each list is read no further than the page may need, on the index of
 * that list. `query` is the one for fetchPage, without its condition on the parent: a condition on all parents would sort all of their rows.
 */
export async function fetchJoinedPage<DB, TB extends keyof DB, Row extends object>(
  db: QueryExecutorProvider,
  query: SelectQueryBuilder<DB, TB, Row>,
  order: KeysetOrder,
  parents: Parents,
  request: PageRequest,
): Promise<Page<Row>> {
  const { by, id, direction } = sorting(order, request);
  const page = keysetQuery(query, order, request)
    .where(sql<boolean>`${sql.ref(parents.column)} = page_parent.id`)
    .select([by.as(SORT), id.as(PLACE)]);
  const { rows } = await sql<Record<string, unknown>>`
    select page.* from unnest(${[...new Set(parents.ids)]}::uuid[]) as page_parent (id) cross join lateral ${page} as page
    order by page.${sql.ref(SORT)} ${sql.raw(direction)}, page.${sql.ref(PLACE)} ${sql.raw(direction)}
    limit ${request.limit + 1}`
    .execute(db)
    .catch(madeUp(request));
  return pageOf<Row>(rows, request);
}

const textOf = (rows: readonly Record<string, unknown>[]): number =>
  rows.reduce((sum, row) => sum + Object.values(row).reduce((all: number, of) => all + lengthOf(of), 0), 0);

const lengthOf = (value: unknown): number => (typeof value === 'string' ? value.length : 0);

/** Message for a cursor that this list cannot have returned. */
export const notACursor =
  'is not a cursor of this list in this order: give one from the same list with the same arguments';

/** SQLSTATEs for a text that is not a valid value of a type, or out of its range. */
const noValue = ['22003', '22007', '22008', '22021', '22P02'] as const;

/** Turns the error of a statement into a ValidationError if a made-up cursor caused it; rethrows all others. */
const madeUp =
  ({ after, before }: PageRequest) =>
  (error: unknown): never => {
    if ((!after && !before) || !hasCode(error, ...noValue)) throw error;
    throw new ValidationError([{ path: [after ? 'after' : 'before'], message: notACursor }]);
  };

/** Maps each item of a page; keeps keysets and flags. */
export function mapPage<From, To>(page: Page<From>, change: (item: From) => To): Page<To> {
  return { ...page, items: page.items.map(({ item, keyset }) => ({ item: change(item), keyset })) };
}

/** The same for several pages. */
export function mapPages<From, To>(pages: ReadonlyMap<string, Page<From>>, change: (item: From) => To) {
  return new Map([...pages].map(([id, page]) => [id, mapPage(page, change)]));
}

function sorting(order: KeysetOrder, request: PageRequest) {
  const ascending = (order.direction === 'asc') === (request.direction === 'forward');
  return {
    by: typeof order.by === 'string' ? sql.ref(order.by) : order.by,
    id: sql.ref(order.id),
    direction: ascending ? 'asc' : 'desc',
  } as const;
}

function keysetQuery<DB, TB extends keyof DB, Row extends object>(
  query: SelectQueryBuilder<DB, TB, Row>,
  order: KeysetOrder,
  request: PageRequest,
) {
  const { by, id, direction } = sorting(order, request);
  const { after, before } = request;
  const [later, earlier] = order.direction === 'asc' ? [sql`>`, sql`<`] : [sql`<`, sql`>`];
  let paged = query
    .select([sql<string>`${by}::text`.as(KEY), sql<string>`${id}::text`.as(ID)])
    .orderBy(by, direction)
    .orderBy(id, direction)
    .limit(request.limit + 1);
  if (after) paged = paged.where(sql<boolean>`(${by}, ${id}) ${later} (${after.sort}, ${after.id})`);
  if (before) paged = paged.where(sql<boolean>`(${by}, ${id}) ${earlier} (${before.sort}, ${before.id})`);
  return paged;
}

function pageOf<Row extends object>(
  rows: readonly object[],
  { limit, direction, after, before }: PageRequest,
): Page<Row> {
  const backward = direction === 'backward';
  const more = rows.length > limit;
  const kept = rows.slice(0, limit);
  if (backward) kept.reverse();
  return {
    items: kept.map(takeKeyset<Row>),
    hasNext: before !== null || (!backward && more),
    hasPrevious: after !== null || (backward && more),
  };
}

function takeKeyset<Row extends object>(row: object): { item: Row; keyset: Keyset } {
  const {
    [KEY]: sort,
    [ID]: id,
    [PLACE]: _place,
    [PARENT]: _parent,
    [SORT]: _sort,
    ...item
  } = row as Record<string, unknown>;
  return { item: item as Row, keyset: { sort: String(sort), id: String(id) } };
}
