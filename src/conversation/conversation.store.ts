import { type Insertable, type SqlBool, sql, type UpdateObject } from 'kysely';
import { keptCounts } from '../collection/kept-counts.ts';
import type { Reach } from '../collection/reach.ts';
import { visibleCollections } from '../collection/visible-collections.ts';
import type { Database } from '../platform/db/database.ts';
import { fetchJoinedPage, fetchPage, fetchPages, type Page, type PageRequest } from '../platform/db/page.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import type { Tables } from '../platform/db/tables.ts';
import type { Conversation, ConversationOrder } from './conversation.ts';
import { visibleConversations } from './visible-conversations.ts';

/**
 * Up to this many collections, a page over all of them is merged from one page per collection. With more, these pages, at some
 * tenths of a millisecond each, cost more than scanning the account's conversations.
 */
const mostJoined = 100;

const locks = { change: sql`for no key update`, delete: sql`for update` } as const;

/** All SQL on conversations. Reads see only those in visible collections that are not deleted. */
export class ConversationStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  byIds(reach: Reach, ids: readonly string[]): Promise<Conversation[]> {
    const query = this.#rows(reach).modifyFront(prepared).where(sql<SqlBool>`conversation.id = any(${ids}::uuid[])`);
    return query.execute();
  }

  /** Returns the conversation of a collection with the application's key. */
  async byKey(reach: Reach, collectionId: string, key: string): Promise<Conversation | null> {
    return (await this.byKeys(reach, collectionId, [key])).get(key) ?? null;
  }

  /** The same for each of the keys. */
  async byKeys(reach: Reach, collectionId: string, keys: readonly string[]): Promise<Map<string, Conversation | null>> {
    const rows = await this.#rows(reach)
      .where('conversation.collection_id', '=', collectionId)
      .where(sql<SqlBool>`conversation.key = any(${keys}::text[])`)
      .execute();
    const found = new Map(rows.map((row) => [row.key, row]));
    return new Map(keys.map((key) => [key, found.get(key) ?? null]));
  }

  page(
    reach: Reach,
    collectionIds: readonly string[],
    order: ConversationOrder,
    request: PageRequest,
  ): Promise<Page<Conversation>> {
    const [rows, by] = [this.#rows(reach), orders[order]];
    const parents = { column: 'conversation.collection_id', ids: collectionIds };
    return collectionIds.length > mostJoined
      ? fetchPage(rows.where(isOf(collectionIds)), by, request)
      : fetchJoinedPage(this.#db, rows, by, parents, request);
  }

  /** Returns the same page of each collection's conversations. */
  pages(
    reach: Reach,
    collectionIds: readonly string[],
    order: ConversationOrder,
    request: PageRequest,
  ): Promise<Map<string, Page<Conversation>>> {
    const parents = { column: 'conversation.collection_id', ids: collectionIds };
    return fetchPages(this.#db, this.#rows(reach), orders[order], parents, request);
  }

  /** Number of conversations per collection. */
  counts(reach: Reach, collectionIds: readonly string[]): Promise<Map<string, number>> {
    return keptCounts(this.#db, reach, collectionIds, 'conversation_count');
  }

  /**
   * Locks a live conversation until the transaction ends, after its collection, as deletions do; returns false if one of them is gone.
   * `change` blocks changes to it and its messages; `delete` also waits for transactions that hold it: see `holdConversations`.
   */
  async lock(accountId: string, id: string, to: keyof typeof locks): Promise<boolean> {
    const { rows } = await sql`
      with home as materialized (
        select id from collection where account_id = ${accountId} and deleted_at is null and id = (
          select collection_id from conversation where account_id = ${accountId} and id = ${id})
        for key share
      )
      select from conversation where account_id = ${accountId} and id = ${id} and deleted_at is null
        and collection_id = (select id from home)
      ${locks[to]}`.execute(this.#db);
    return rows.length > 0;
  }

  /**
   * Returns false if another conversation of the collection has the key or the collection is deleted. Blocks its deletion until
   * the end.
   */
  async insert(row: Insertable<Tables['conversation']>): Promise<boolean> {
    const { numAffectedRows: made = 0n } = await sql`
      insert into conversation (account_id, id, collection_id, key, title, metadata)
      select account_id, ${row.id}::uuid, id, ${row.key}::text, ${row.title}::text, ${row.metadata}::jsonb from collection
      where account_id = ${row.account_id} and id = ${row.collection_id} and deleted_at is null for key share
      on conflict do nothing`.execute(this.#db);
    if (made === 0n) return false;
    await this.#db
      .insertInto('stream')
      .values({ account_id: row.account_id, kind: 'conversation', id: row.id })
      .execute();
    return true;
  }

  /** Whether a collection is still there. */
  async hasCollection(reach: Reach, collectionId: string): Promise<boolean> {
    const collection = visibleCollections(this.#db, reach).select('collection.id');
    return (await collection.where('collection.id', '=', collectionId).executeTakeFirst()) !== undefined;
  }

  async update(accountId: string, id: string, change: UpdateObject<Tables, 'conversation'>): Promise<void> {
    await this.#db
      .updateTable('conversation')
      .set({ ...change, updated_at: sql`statement_timestamp()` })
      .where('account_id', '=', accountId)
      .where('id', '=', id)
      .execute();
  }

  #rows(reach: Reach) {
    return visibleConversations(this.#db, reach)
      .innerJoin('stream', 'stream.id', 'conversation.id')
      .whereRef('stream.account_id', '=', 'conversation.account_id')
      .where('stream.kind', '=', 'conversation')
      .select(columns);
  }
}

/** Listed one by one, so that statements can be prepared; includes the counters of its stream. */
const columns = [
  'conversation.account_id as accountId',
  'conversation.id',
  'conversation.collection_id as collectionId',
  'conversation.key',
  'conversation.title',
  'conversation.metadata',
  'conversation.last_message_at as lastMessageAt',
  'conversation.created_at as createdAt',
  'conversation.updated_at as updatedAt',
  'stream.message_count as messageCount',
  'stream.seq as eventSeq',
] as const;

const isOf = (collectionIds: readonly string[]) =>
  sql<SqlBool>`conversation.collection_id = any(${collectionIds}::uuid[])`;

const orders = {
  ACTIVE_DESC: {
    by: sql`coalesce(conversation.last_message_at, conversation.created_at)`,
    id: 'conversation.id',
    direction: 'desc',
  },
  CREATED_DESC: { by: 'conversation.created_at', id: 'conversation.id', direction: 'desc' },
} as const;
