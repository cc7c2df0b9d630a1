import { sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import type { Memory } from '../memory/memory.ts';
import { memoryColumns, memoryFromRow } from '../memory/memory-row.ts';
import type { Database } from '../platform/db/database.ts';
import { fetchPage, fetchPages, mapPage, type Page, type PageRequest } from '../platform/db/page.ts';
import type { Entity } from './entity.ts';
import { inCollections, visibleMentions } from './visible-graph.store.ts';

/** Which entities a list is of. */
export interface EntityList {
  /** Named there; null: anywhere. */
  readonly collectionIds: readonly string[] | null;
  /** In normal form: part of a name, or like one; null: any. */
  readonly name: string | null;
}

/** Reads entities as the memories within a reach tell of them. */
export class EntityStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async byIds(reach: Reach, ids: readonly string[]): Promise<Entity[]> {
    if (ids.length === 0) return [];
    return await this.#entities(reach).where(sql<boolean>`mention.entity_id = any(${ids}::uuid[])`).execute();
  }

  /** Named by most memories first. */
  async page(reach: Reach, list: EntityList, page: PageRequest): Promise<Page<Entity>> {
    const query = this.#db.selectFrom(this.#list(reach, list).as('entity')).selectAll();
    return await fetchPage(query, { by: 'entity.mentions', id: 'entity.id', direction: 'desc' }, page);
  }

  async count(reach: Reach, list: EntityList): Promise<number> {
    const { count } = await this.#db
      .selectFrom(this.#list(reach, list).as('entity'))
      .select(sql<number>`count(*)::int`.as('count'))
      .executeTakeFirstOrThrow();
    return count;
  }

  /** The CURRENT memories that name each entity, newest first. */
  async memoriesOf(reach: Reach, ids: readonly string[], page: PageRequest): Promise<Map<string, Page<Memory>>> {
    const query = visibleMentions(this.#db, reach).select(memoryColumns.map((column) => `memory.${column}` as const));
    const order = { by: 'memory.created_at', id: 'memory.id', direction: 'desc' } as const;
    const pages = await fetchPages(this.#db, query, order, { column: 'mention.entity_id', ids }, page);
    return new Map([...pages].map(([id, found]) => [id, mapPage(found, memoryFromRow)]));
  }

  /** Ids of the entities that each memory names, those of whom most is said first; `first` at most. */
  async idsOf(reach: Reach, memoryIds: readonly string[], first: number): Promise<Map<string, string[]>> {
    const named = visibleMentions(this.#db, reach)
      .where(sql<boolean>`mention.memory_id = any(${memoryIds}::uuid[])`)
      .select(['mention.memory_id', 'mention.entity_id', 'mention.type'])
      .select(
        sql<number>`(select count(*) from mention other where other.account_id = ${reach.accountId}
          and other.entity_id = mention.entity_id)`.as('weight'),
      );
    const rows = await this.#db
      .selectFrom(named.as('named'))
      .select(['named.memory_id', 'named.entity_id'])
      .select(
        sql<number>`row_number() over (partition by named.memory_id order by named.weight desc, named.entity_id)`.as(
          'place',
        ),
      )
      .orderBy('place')
      .execute();
    const byMemory = Map.groupBy(rows, (row) => row.memory_id);
    return new Map(memoryIds.map((id) => [id, (byMemory.get(id) ?? []).slice(0, first).map((row) => row.entity_id)]));
  }

  #list(reach: Reach, { collectionIds, name }: EntityList) {
    const listed = this.#entities(reach).where(inCollections(collectionIds));
    if (name === null) return listed;
    // Nothing is left of what no name has, as of "%": that is no part of any.
    if (name === '') return listed.having(sql<boolean>`false`);
    const fits = sql<boolean>`(strpos(mention.normal, ${name}) > 0 or mention.normal % ${name})`;
    return listed.having(sql<boolean>`bool_or(${fits})`);
  }

  /** An entity is called what most call it, and is what most say that know. */
  #entities(reach: Reach) {
    return visibleMentions(this.#db, reach)
      .groupBy('mention.entity_id')
      .select([
        'mention.entity_id as id',
        sql<string>`mode() within group (order by mention.name)`.as('name'),
        sql<Entity['type']>`coalesce(mode() within group (order by mention.type) filter (where mention.type <> 'THING'),
          'THING')`.as('type'),
        sql<number>`count(*)::int`.as('mentions'),
      ]);
  }
}
