import { sql } from 'kysely';
import type { CollectionKey } from '../collection/collection.ts';
import { keptCounts } from '../collection/kept-counts.ts';
import type { Reach } from '../collection/reach.ts';
import type { Database } from '../platform/db/database.ts';
import { gatheredReads } from '../platform/db/gathered-reads.ts';
import { fetchCounts, fetchJoinedPage, fetchPages, type Page, type PageRequest } from '../platform/db/page.ts';
import type { LoopTurns } from '../platform/turns/loop-turns.ts';
import { fadedOrder } from './faded.ts';
import { memoriesOf, type WantedMemories } from './memories-by-id.store.ts';
import type { Memory } from './memory.ts';
import { columnsOfMemory } from './memory-columns.ts';
import { isAllCurrent, matches } from './memory-conditions.ts';
import type { MemoryFilter, MemoryOrder, MemoryParents } from './memory-filter.ts';
import { orderOfAnInstant } from './order-of-an-instant.ts';
import { visibleMemories } from './visible-memories.ts';

/** Which memories of its parents a list has, in which order, and which page of it is asked for. */
export interface MemoryList {
  readonly filter: MemoryFilter;
  readonly order: MemoryOrder;
  readonly page: PageRequest;
}

/** Reads memories within a viewer's reach. */
export class MemoryStore {
  readonly #db: Database;
  readonly #byIds: (wanted: WantedMemories) => Promise<Memory[]>;

  /** `pace`: see `gatheredReads`. */
  constructor(db: Database, pace?: Pick<LoopTurns, 'pause'>) {
    this.#db = db;
    this.#byIds = gatheredReads((wanted) => memoriesOf(db, wanted), pace);
  }

  async byIds(reach: Reach, ids: readonly string[]): Promise<Memory[]> {
    return ids.length === 0 ? [] : await this.#byIds({ reach, ids });
  }

  /** Returns a page of the memories of these collections together. */
  async page(reach: Reach, collectionIds: readonly string[], list: MemoryList): Promise<Page<Memory>> {
    const query = this.#matching(reach, list.filter).select(columnsOfMemory);
    const parents = { column: 'memory.collection_id', ids: collectionIds };
    const { by, asked, found } = inOrder(list);
    return found(await fetchJoinedPage(this.#db, query, by, parents, asked));
  }

  async count(reach: Reach, ids: readonly string[], filter: MemoryFilter): Promise<number> {
    const counts = await this.counts(reach, { of: 'collection', ids }, filter);
    return counts.values().reduce((sum, count) => sum + count, 0);
  }

  /** Returns the same page of each parent's memories. */
  async pages(reach: Reach, parents: MemoryParents, list: MemoryList): Promise<Map<string, Page<Memory>>> {
    const query = this.#matching(reach, list.filter).select(columnsOfMemory);
    const of = { column: `memory.${parents.of}_id`, ids: parents.ids };
    const { by, asked, found } = inOrder(list);
    const pages = await fetchPages(this.#db, query, by, of, asked);
    return new Map([...pages].map(([id, one]) => [id, found(one)]));
  }

  /** Number of memories of each parent. */
  counts(reach: Reach, { of, ids }: MemoryParents, filter: MemoryFilter): Promise<Map<string, number>> {
    if (of === 'collection' && isAllCurrent(filter)) return keptCounts(this.#db, reach, ids, 'memory_count');
    return fetchCounts(this.#matching(reach, filter), { column: `memory.${of}_id`, ids });
  }

  /** Returns the memories that each of `ids` replaced, oldest first. */
  async supersededBy(reach: Reach, ids: readonly string[]): Promise<Memory[]> {
    return visibleMemories(this.#db, reach)
      .where('memory.superseded_by', 'in', ids)
      .where('memory.status', '=', 'SUPERSEDED')
      .orderBy('memory.created_at')
      .orderBy('memory.id')
      .select(columnsOfMemory)
      .execute();
  }

  #matching(reach: Reach, filter: MemoryFilter) {
    return visibleMemories(this.#db, reach).where(matches(filter));
  }
}

/** The sort key of an order, the page to fetch, and how to convert what was fetched. */
function inOrder({ order, page }: Omit<MemoryList, 'filter'>) {
  if (order !== 'RESONANCE_DESC') return { by: orders[order], asked: page, found: (page: Page<Memory>) => page };
  const { instant, page: asked, dated } = orderOfAnInstant(page, new Date());
  const by = { by: fadedOrder(instant), id: 'memory.id', direction: 'desc' } as const;
  return { by, asked, found: dated<Memory> };
}

const orders = {
  CREATED_ASC: { by: 'memory.created_at', id: 'memory.id', direction: 'asc' },
  CREATED_DESC: { by: 'memory.created_at', id: 'memory.id', direction: 'desc' },
  VALID_FROM_ASC: { by: 'memory.valid_from', id: 'memory.id', direction: 'asc' },
  VALID_FROM_DESC: { by: 'memory.valid_from', id: 'memory.id', direction: 'desc' },
  ACCESSED_DESC: { by: sql`coalesce(memory.last_accessed_at, '-infinity')`, id: 'memory.id', direction: 'desc' },
} as const;

/** Ids of a collection's CURRENT memories in order, starting after `after`. */
export async function nextCurrentIds(
  db: Database,
  of: CollectionKey,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('memory')
    .select('id')
    .where('account_id', '=', of.accountId)
    .where('collection_id', '=', of.collectionId)
    .where('status', '=', 'CURRENT')
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
