import { sql } from 'kysely';
import type { Reach } from '../collection/reach.ts';
import type { Memory } from '../memory/memory.ts';
import { columnsOfMemory } from '../memory/memory-columns.ts';
import type { Database } from '../platform/db/database.ts';
import { fetchCounts, fetchPages, type Page, type PageRequest } from '../platform/db/page.ts';
import type { Relation, RelationList } from './entity.ts';
import { memoriesOfFewIn } from './few-memories.store.ts';
import { visibleRelations } from './visible-graph.store.ts';

/** Reads relations as the memories within a reach state them. */
export class RelationStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async byIds(reach: Reach, ids: readonly string[]): Promise<Relation[]> {
    if (ids.length === 0) return [];
    const stated = (await this.#relations(reach))
      .where(sql<boolean>`relation.id = asked.id`)
      .select(columns)
      .limit(sql.lit(1));
    const { rows } = await sql<Omit<Relation, 'weight'>>`
      select relation.* from unnest(${ids}::uuid[]) as asked (id) cross join lateral ${stated} relation`.execute(
      this.#db,
    );
    return rows.map((relation) => ({ ...relation, weight: null }));
  }

  /** Returns the weight of each relation, for which all memories that state it are read. */
  async weights(reach: Reach, ids: readonly string[]): Promise<Map<string, number>> {
    return await fetchCounts(await this.#relations(reach), { column: 'relation.id', ids }, weight);
  }

  /** Returns the relations of each entity, heaviest first. */
  async pages(
    reach: Reach,
    entityIds: readonly string[],
    list: RelationList,
    page: PageRequest,
  ): Promise<Map<string, Page<Relation>>> {
    const ends = await this.#ends(reach, list);
    const query = this.#db.selectFrom(ends.as('relation')).select(ownColumns);
    const order = { by: 'relation.weight', id: 'relation.id', direction: 'desc' } as const;
    return await fetchPages(this.#db, query, order, { column: 'relation.end_id', ids: entityIds }, page);
  }

  async counts(reach: Reach, ids: readonly string[], list: RelationList): Promise<Map<string, number>> {
    const ends = await this.#ends(reach, list);
    const query = this.#db.selectFrom(ends.as('relation'));
    return await fetchCounts(query, { column: 'relation.end_id', ids });
  }

  /** Returns the CURRENT memories that state each relation, newest first, at most `first`. */
  async evidence(reach: Reach, ids: readonly string[], first: number): Promise<Map<string, Memory[]>> {
    const query = (await this.#relations(reach)).select(columnsOfMemory);
    const order = { by: 'memory.created_at', id: 'memory.id', direction: 'desc' } as const;
    const page = { limit: first, direction: 'forward', after: null, before: null } as const;
    const pages = await fetchPages(this.#db, query, order, { column: 'relation.id', ids }, page);
    return new Map([...pages].map(([id, { items }]) => [id, items.map(({ item }) => item)]));
  }

  async #relations(reach: Reach) {
    return visibleRelations(this.#db, reach, await memoriesOfFewIn(this.#db, reach));
  }

  /** Each relation once per end that the direction selects. */
  async #ends(reach: Reach, { direction, types }: RelationList) {
    const relations = await this.#relations(reach);
    const ofEnd = (end: 'from_id' | 'to_id') =>
      relations
        .where(sql<boolean>`${types}::text[] is null or relation.type = any(${types}::text[])`)
        .groupBy(['relation.id', 'relation.from_id', 'relation.to_id', 'relation.type'])
        .select([...columns, weight.as('weight'), `relation.${end} as end_id`]);
    if (direction === 'OUT') return ofEnd('from_id');
    return direction === 'IN' ? ofEnd('to_id') : ofEnd('from_id').unionAll(ofEnd('to_id'));
  }
}

const columns = ['relation.id', 'relation.from_id as fromId', 'relation.to_id as toId', 'relation.type'] as const;
const weight = sql<number>`sum(relation.weight)::float8`;

const ownColumns = ['relation.id', 'relation.fromId', 'relation.toId', 'relation.type', 'relation.weight'] as const;
