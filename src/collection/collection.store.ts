import { type Insertable, type SqlBool, sql, type UpdateObject } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { lockByName } from '../platform/db/lock-by-name.ts';
import {
  fetchCount,
  fetchCounts,
  fetchPage,
  fetchPages,
  mapPage,
  mapPages,
  type Page,
  type PageRequest,
} from '../platform/db/page.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import type { Tables } from '../platform/db/tables.ts';
import { hasCode } from '../platform/error-code.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Collection, CollectionSettings } from './collection.ts';
import { isBelow, isVisible, type Reach } from './reach.ts';
import { visibleCollections } from './visible-collections.ts';

const INVALID_PARAMETER_VALUE = '22023';

/** All SQL on collections. Reads are limited to the reach; ids are database keys. */
export class CollectionStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Whether the database knows a time zone: its list may be older than Node's, and an unknown one would make every write fail. */
  async knowsTimeZone(name: string): Promise<boolean> {
    try {
      await sql`select now() at time zone ${name}::text`.execute(this.#db);
      return true;
    } catch (error) {
      if (hasCode(error, INVALID_PARAMETER_VALUE)) return false;
      throw error;
    }
  }

  async byIds(reach: Reach, ids: readonly string[]): Promise<Collection[]> {
    const query = this.#visible(reach).modifyFront(prepared).where(sql<SqlBool>`collection.id = any(${ids}::uuid[])`);
    const rows = await query.execute();
    return rows.map(collectionFromRow);
  }

  /** Returns the collection with the application's key in a parent; null parent: at the top level. */
  async byKey(reach: Reach, parentId: string | null, key: string): Promise<Collection | null> {
    return (await this.byKeys(reach, parentId, [key])).get(key) ?? null;
  }

  /** The same for each of the keys. */
  async byKeys(
    reach: Reach,
    parentId: string | null,
    keys: readonly string[],
  ): Promise<Map<string, Collection | null>> {
    const query = this.#visible(reach).where(sql<SqlBool>`collection.key = any(${keys}::text[])`);
    const place =
      parentId === null
        ? query.where('collection.parent_id', 'is', null)
        : query.where('collection.parent_id', '=', parentId);
    const found = new Map((await place.execute()).map((row) => [row.key, collectionFromRow(row)]));
    return new Map(keys.map((key) => [key, found.get(key) ?? null]));
  }

  async page(reach: Reach, request: PageRequest): Promise<Page<Collection>> {
    return mapPage(await fetchPage(this.#visible(reach), byAge, request), collectionFromRow);
  }

  count(reach: Reach): Promise<number> {
    return fetchCount(this.#db.selectFrom('collection').where(isVisible(reach)));
  }

  /** Returns a page of each collection's children, oldest first. */
  async childPages(
    reach: Reach,
    parentIds: readonly string[],
    request: PageRequest,
  ): Promise<Map<string, Page<Collection>>> {
    const pages = await fetchPages(this.#db, this.#visible(reach), byAge, childrenOf(parentIds), request);
    return mapPages(pages, collectionFromRow);
  }

  /** Number of children per collection. */
  childCounts(reach: Reach, parentIds: readonly string[]): Promise<Map<string, number>> {
    const query = this.#db.selectFrom('collection').where(isVisible(reach));
    return fetchCounts(query, childrenOf(parentIds));
  }

  /** Returns the visible ones of `ids` with all their descendants; null: all visible ones. */
  async tree(reach: Reach, ids: readonly string[] | null): Promise<string[]> {
    const query = this.#db.selectFrom('collection').select('id').where(isVisible(reach)).where(isBelow(ids));
    return (await query.execute()).map((row) => row.id);
  }

  /** Locks the account's tree of collections until the transaction ends, so that no path goes stale and the quota holds. */
  async lockTree(accountId: string): Promise<void> {
    await lockByName(this.#db, `collection tree of ${accountId}`);
  }

  /** Ids from the root down to the collection; null if there is none within reach. */
  async pathOf(reach: Reach, id: string): Promise<string[] | null> {
    const row = await this.#db
      .selectFrom('collection')
      .select('path')
      .where(isVisible(reach))
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.path ?? null;
  }

  /** The same; throws NotFoundError if there is no such collection within reach. */
  async requirePath(reach: Reach, id: string): Promise<string[]> {
    const path = await this.pathOf(reach, id);
    if (!path) throw new NotFoundError({ type: 'Collection', id });
    return path;
  }

  async insert(row: Insertable<Tables['collection']>): Promise<void> {
    await this.#db.insertInto('collection').values(row).execute();
    await this.#db
      .insertInto('stream')
      .values({ account_id: row.account_id, kind: 'collection', id: row.id })
      .execute();
  }

  /** Locks a collection against changes and deletion until the transaction ends; waits for concurrent ones. */
  async lock(accountId: string, id: string): Promise<void> {
    await this.#db
      .selectFrom('collection')
      .select('id')
      .where('account_id', '=', accountId)
      .where('id', '=', id)
      .forNoKeyUpdate()
      .execute();
  }

  async update(accountId: string, id: string, change: UpdateObject<Tables, 'collection'>): Promise<void> {
    await this.#db
      .updateTable('collection')
      .set({ ...change, updated_at: sql`now()` })
      .where('account_id', '=', accountId)
      .where('id', '=', id)
      .execute();
  }

  /** Number of levels from a collection down to its deepest descendant, including itself. */
  async heightOf(accountId: string, id: string): Promise<number> {
    const { rows } = await sql<{ height: number }>`
      select max(cardinality(path) - array_position(path, ${id}::uuid) + 1)::int as height
      from collection where account_id = ${accountId} and deleted_at is null and path @> array[${id}::uuid]`.execute(
      this.#db,
    );
    return rows[0]?.height ?? 0;
  }

  /** Moves a collection with its descendants: `parentPath` replaces the ids above it. */
  async move(accountId: string, id: string, parentPath: readonly string[]): Promise<void> {
    await sql`
      update collection set
        path = ${parentPath}::uuid[] || path[array_position(path, ${id}::uuid):],
        parent_id = case when id = ${id} then ${parentPath.at(-1) ?? null}::uuid else parent_id end
      where account_id = ${accountId} and path @> array[${id}::uuid]`.execute(this.#db);
  }

  /** Hides collections from all readers, after waiting for transactions that write into them or learn from them. */
  async hide(accountId: string, ids: readonly string[]): Promise<void> {
    await sql`
      with held as (
        select id from collection where account_id = ${accountId} and id = any(${ids}::uuid[]) order by id for update
      )
      update collection set deleted_at = now() from held
      where collection.account_id = ${accountId} and collection.id = held.id`.execute(this.#db);
  }

  #visible(reach: Reach) {
    return visibleCollections(this.#db, reach).select(columns);
  }
}

const childrenOf = (ids: readonly string[]) => ({ column: 'collection.parent_id', ids });

const byAge = { by: 'collection.created_at', id: 'collection.id', direction: 'asc' } as const;

/** Listed one by one, so that statements can be prepared; includes the counters of its stream. */
const columns = [
  'collection.account_id as accountId',
  'collection.id',
  'collection.parent_id as parentId',
  'collection.key',
  'collection.name',
  'collection.description',
  'collection.duplicate_threshold as duplicateThreshold',
  'collection.decay_half_life_days as decayHalfLifeDays',
  'collection.auto_consolidate as autoConsolidate',
  'collection.language',
  'collection.time_zone as timeZone',
  'collection.retention_days as retentionDays',
  'collection.created_at as createdAt',
  'collection.updated_at as updatedAt',
  'stream.seq as revision',
  'stream.memory_count as memoryCount',
] as const;

type Row = Omit<Collection, 'settings'> & CollectionSettings;

function collectionFromRow(row: Row): Collection {
  const { duplicateThreshold, decayHalfLifeDays, autoConsolidate, language, timeZone, retentionDays, ...same } = row;
  const settings = { duplicateThreshold, decayHalfLifeDays, autoConsolidate, language, timeZone, retentionDays };
  return { ...same, settings };
}
