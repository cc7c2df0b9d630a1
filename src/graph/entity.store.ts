import { type RawBuilder, sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import type { Memory } from '../memory/memory.ts';
import { columnsOfMemory } from '../memory/memory-columns.ts';
import { visibleMemories } from '../memory/visible-memories.ts';
import type { Database } from '../platform/db/database.ts';
import {
  fetchCount,
  fetchCounts,
  fetchPage,
  fetchPages,
  mapPage,
  type Page,
  type PageRequest,
} from '../platform/db/page.ts';
import type { Entity } from './entity.ts';
import { memoriesOfFew, memoriesOfFewIn } from './few-memories.store.ts';
import { allVisibleMentions, inCollections, visibleMentions } from './visible-graph.store.ts';

/** Which entities a list contains. */
interface EntityList {
  /** Only entities named in these collections; null: in any. */
  readonly collectionIds: readonly string[] | null;
  /** Part of a name, or a similar one, in normal form; null: any. */
  readonly name: string | null;
}

/**
 * The name of an entity that is read by its id comes from up to this many of the newest memories that name it. Otherwise all
 * memories of a large account would be read for each page that shows somebody whom all of them name.
 */
const mostCalling = 1_000;

/** Reads entities as the memories within a reach describe them. */
export class EntityStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async byIds(reach: Reach, ids: readonly string[]): Promise<Entity[]> {
    if (ids.length === 0) return [];
    const calling = (await this.#mentions(reach))
      .where(sql<boolean>`mention.entity_id = asked.id`)
      .select(['mention.name', 'mention.type'])
      .orderBy('mention.memory_id', 'desc')
      .limit(sql.lit(mostCalling));
    const counted = sql`
      select asked.id as entity_id, name, type, count(*) as mentions, true as fits
      from unnest(${ids}::uuid[]) as asked (id) cross join lateral (${calling}) calling group by asked.id, name, type`;
    const entities = await this.#db.selectFrom(called(counted).as('entity')).selectAll().execute();
    return entities.map((entity) => ({ ...entity, mentions: null }));
  }

  /** Returns the number of memories that name each entity. */
  async mentions(reach: Reach, ids: readonly string[]): Promise<Map<string, number>> {
    return await fetchCounts(await this.#mentions(reach), { column: 'mention.entity_id', ids });
  }

  /**
   * Returns a page of entities, those named by most memories of the list first. Their names and types come from all memories that
   * name them, in the list or not.
   */
  async page(reach: Reach, list: EntityList, page: PageRequest): Promise<Page<Entity>> {
    const listed = await this.#list(reach, list);
    const query = this.#db.selectFrom(listed.as('entity')).selectAll();
    const found = await fetchPage(query, { by: 'entity.mentions', id: 'entity.id', direction: 'desc' }, page);
    if (list.collectionIds === null) return found;
    const ids = found.items.map(({ item }) => item.id);
    const whole = new Map((await this.byIds(reach, ids)).map((entity) => [entity.id, entity]));
    return mapPage(found, (entity) => whole.get(entity.id) ?? entity);
  }

  async count(reach: Reach, list: EntityList): Promise<number> {
    const listed = await this.#list(reach, list);
    return await fetchCount(this.#db.selectFrom(listed.as('entity')));
  }

  /**
   * Returns the CURRENT memories that name each entity, newest first. They are ordered by id, which grows with time, and by which
   * an index yields the mentions of an entity in order.
   */
  async memoriesOf(reach: Reach, ids: readonly string[], page: PageRequest): Promise<Map<string, Page<Memory>>> {
    const query = (await this.#mentions(reach)).select(columnsOfMemory);
    const order = { by: 'mention.memory_id', id: 'mention.memory_id', direction: 'desc' } as const;
    return await fetchPages(this.#db, query, order, { column: 'mention.entity_id', ids }, page);
  }

  /**
   * Returns the ids of the entities that each memory names, most mentioned first, at most `first`. Memories and their mentions
   * are looked up by key (`offset 0`): for an account that is new to the statistics, Postgres would scan all mentions for each of
   * its memories. For a viewer limited to collections, only memories within reach count, at most `mostCalling` per entity; for
   * the others all mentions do, by the index alone.
   */
  async idsOf(reach: Reach, memoryIds: readonly string[], first: number): Promise<Map<string, string[]>> {
    const { accountId } = reach;
    const seen = visibleMemories(this.#db, reach)
      .where('memory.status', '=', 'CURRENT')
      .where(sql<boolean>`memory.id = asked.id`)
      .select('memory.id');
    const naming =
      reach.within === null
        ? sql`select from mention where account_id = ${accountId} and mention.entity_id = one.entity_id`
        : (await this.#mentions(reach))
            .where(sql<boolean>`mention.entity_id = one.entity_id`)
            .select('mention.memory_id')
            .limit(sql.lit(mostCalling));
    const { rows } = await sql<{ entity_id: string; memory_ids: string[] }>`
      select entity_id, memory_ids from (
        select named.entity_id, array_agg(seen.id) as memory_ids
        from unnest(${memoryIds}::uuid[]) as asked (id) cross join lateral (${seen} offset 0) seen
        cross join lateral (
          select entity_id from mention where account_id = ${accountId} and memory_id = seen.id offset 0) named
        group by named.entity_id offset 0
      ) one order by (select count(*) from (${naming}) naming) desc, entity_id`.execute(this.#db);
    const found = new Map(memoryIds.map((id): [string, string[]] => [id, []]));
    for (const { entity_id, memory_ids } of rows) {
      for (const ids of memory_ids.map((id) => found.get(id))) if (ids && ids.length < first) ids.push(entity_id);
    }
    return found;
  }

  async #mentions(reach: Reach) {
    return visibleMentions(this.#db, reach, await memoriesOfFewIn(this.#db, reach));
  }

  async #list(reach: Reach, { collectionIds, name }: EntityList): Promise<RawBuilder<Entity>> {
    const listed = inCollections(collectionIds);
    if (name === null) return entitiesOf(sql`${allVisibleMentions(this.#db, reach).where(listed).select(ofMention)}`);
    const mentionsOf = (few: readonly string[] | null) =>
      visibleMentions(this.#db, reach, few).where(listed).select(ofMention);
    // The normal form of a query such as "%" is empty: it is no part of any name.
    if (name === '') return entitiesOf(sql`${mentionsOf([])}`);
    const few =
      collectionIds === null
        ? await memoriesOfFewIn(this.#db, reach)
        : await memoriesOfFew(this.#db, reach.accountId, collectionIds);
    // Entities with such a name are found by the index over names; otherwise all mentions would be scanned.
    const fits = sql<boolean>`(mention.normal like ${`%${name}%`} or mention.normal % ${name})`;
    const bearers = sql<boolean>`mention.entity_id = any(array(
      select distinct entity_id from mention where account_id = ${reach.accountId} and ${fits}))`;
    return entitiesOf(sql`${mentionsOf(few).where(bearers)}`, fits);
  }
}

const ofMention = ['mention.entity_id', 'mention.name', 'mention.normal', 'mention.type'] as const;

/** `fits`: selects the entities that have such a name in the mentions given. */
const entitiesOf = (mentions: RawBuilder<unknown>, fits: RawBuilder<boolean> = sql`true`): RawBuilder<Entity> =>
  called(sql`
    select entity_id, name, type, count(*) as mentions, ${fits} as fits from (${mentions}) mention
    group by entity_id, name, normal, type`);

/**
 * Gives each entity its most frequent name, and its most frequent known type. `counted` has rows with an entity, a name, a type,
 * and the number of `mentions` with both: equal mentions are counted first, since there are few names, and all mentions of an
 * account would have to be sorted. It takes one pass: a subquery per entity would be joined, and in an account that is new to the
 * statistics, each with all.
 */
const called = (counted: RawBuilder<unknown>): RawBuilder<Entity> => sql<Entity>`(
  select entity_id as id, (array_agg(name order by of_name desc, name))[1] as name,
    coalesce((array_agg(type order by of_type desc, type) filter (where type <> 'THING'))[1], 'THING') as type,
    sum(mentions)::int as mentions
  from (
    select *, sum(mentions) over (partition by entity_id, name) as of_name,
      sum(mentions) over (partition by entity_id, type) as of_type
    from (${counted}) counted
  ) weighed group by entity_id having bool_or(fits))`;
