import type { Viewer } from '../account/viewer.ts';
import type { CollectionService } from '../collection/collection.service.ts';
import { reachOf } from '../collection/reach.ts';
import type { Memory } from '../memory/memory.ts';
import type { Database } from '../platform/db/database.ts';
import type { Page, PageRequest } from '../platform/db/page.ts';
import { Neo4jUnavailableError } from '../platform/neo4j/neo4j.errors.ts';
import { bearersOf, memoriesNaming } from './about.store.ts';
import { askedNames } from './asked-names.ts';
import { EntityStore } from './entity.store.ts';
import type { Entity, Neighborhood } from './entity.ts';
import { normalName } from './entity-name.ts';
import { memoriesOfFew } from './few-memories.store.ts';
import type { GraphScope, GraphStore } from './graph-store.ts';
import { RelationStore } from './relation.store.ts';
import { walk } from './walk.ts';

/** Entities with a name like this, in the given collections and those below them, or in all. */
interface EntityQuery {
  readonly collectionIds: readonly string[] | null;
  readonly query: string | null;
}

/** Asks for memories about what a message names. */
interface AskedAbout {
  readonly message: string;
  readonly collectionIds: readonly string[] | null;
  readonly limit: number;
  /** Omitted: now. */
  readonly asOf?: Date | null;
}

/** Maximum number of entities of a message, and of their neighbours, that are considered. */
const mostSeeds = 10;
/** Weight of all neighbours together, against about 1 for an entity that is named itself. */
const stepDiscount = 0.5;

interface GraphParts {
  readonly db: Database;
  /** The store to traverse. */
  readonly store: GraphStore;
  /** The same graph in the tables, which answers while a copy is unavailable. */
  readonly tables: GraphStore;
  readonly collections: Pick<CollectionService, 'tree'>;
}

/** The people and things in the memories that a viewer may read. */
export class GraphService {
  /** Reads within the reach of a viewer. */
  readonly entities: EntityStore;
  readonly relations: RelationStore;
  readonly #parts: GraphParts;

  constructor(parts: GraphParts) {
    this.#parts = parts;
    this.entities = new EntityStore(parts.db);
    this.relations = new RelationStore(parts.db);
  }

  page(viewer: Viewer, query: EntityQuery, page: PageRequest): Promise<Page<Entity>> {
    return this.entities.page(reachOf(viewer), listOf(query), page);
  }

  count(viewer: Viewer, query: EntityQuery): Promise<number> {
    return this.entities.count(reachOf(viewer), listOf(query));
  }

  /** Returns the entities around one, and the relations between them. */
  async neighborhood(
    viewer: Viewer,
    id: string,
    bounds: { readonly depth: number; readonly first: number },
  ): Promise<Neighborhood> {
    const scope = await this.#scope(viewer);
    return await this.#traverse((store) => walk(store, scope, id, bounds));
  }

  /**
   * Returns memories that name what a message names or, at a discount, what is one step from that; those that name most first.
   * Searches the given collections and those below them, or all.
   */
  async about(
    viewer: Viewer,
    { message, collectionIds, limit, asOf = null }: AskedAbout,
    signal: AbortSignal,
  ): Promise<Memory[]> {
    const { db } = this.#parts;
    const scope = await this.#scope(viewer, collectionIds);
    const seeds = await bearersOf(db, scope, askedNames(message), mostSeeds);
    if (seeds.length === 0) return [];
    signal.throwIfAborted();
    const ids = seeds.map(({ id }) => id);
    const said = { ...scope, isWhole: false, memoryIds: [...new Set(seeds.flatMap(({ memoryIds }) => memoryIds))] };
    const beside = await this.#traverse((store) => store.neighbours(said, ids, ids, mostSeeds));
    signal.throwIfAborted();
    const discounted = beside.map(({ id }) => ({ id, weight: stepDiscount / (1 + beside.length) }));
    const weighed = seeds.map(({ id, weight }) => ({ id, weight }));
    return await memoriesNaming(db, scope, [...weighed, ...discounted], { limit, asOf });
  }

  /** Uses the copy if there is one, and the tables while it is unavailable. */
  async #traverse<Found>(find: (store: GraphStore) => Promise<Found>): Promise<Found> {
    const { store, tables } = this.#parts;
    try {
      return await find(store);
    } catch (error) {
      if (!(error instanceof Neo4jUnavailableError)) throw error;
      return await find(tables);
    }
  }

  async #scope(viewer: Viewer, ids: readonly string[] | null = null): Promise<GraphScope> {
    const reach = reachOf(viewer);
    const collectionIds = await this.#parts.collections.tree(viewer, ids);
    const isWhole = ids === null && reach.within === null;
    const memoryIds = isWhole ? null : await memoriesOfFew(this.#parts.db, reach.accountId, collectionIds);
    return { reach, collectionIds, isWhole, memoryIds };
  }
}

const listOf = ({ collectionIds, query }: EntityQuery) => ({
  collectionIds,
  name: query === null ? null : normalName(query),
});
