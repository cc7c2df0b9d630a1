import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { gatheredReads } from '../platform/db/gathered-reads.ts';
import type { Naming } from '../search/graph-arm.ts';
import type { GraphScope, GraphStore, WeighedEntity } from './graph-store.ts';
import { type AskedNaming, namingsOf } from './naming.store.ts';
import { inCollections, ofMemories, visibleRelations } from './visible-graph.store.ts';

/** Traverses the graph in the tables. */
export class PostgresGraphStore implements GraphStore {
  readonly #db: Database;
  readonly #naming: (asked: AskedNaming) => Promise<Naming[]>;

  constructor(db: Database) {
    this.#db = db;
    this.#naming = gatheredReads((asked) => namingsOf(db, asked));
  }

  async neighbours(
    scope: GraphScope,
    ids: readonly string[],
    except: readonly string[],
    limit: number,
  ): Promise<WeighedEntity[]> {
    const steps = this.#step(scope, ids, ['from_id', 'to_id']).unionAll(this.#step(scope, ids, ['to_id', 'from_id']));
    return await this.#db
      .selectFrom(steps.as('step'))
      .where(sql<boolean>`step.id <> all(${except}::uuid[])`)
      .groupBy('step.id')
      .select(['step.id', sql<number>`sum(step.weight)::float8`.as('weight')])
      .orderBy('weight', 'desc')
      .orderBy('step.id')
      .limit(limit)
      .execute();
  }

  async relationsAmong({ reach, collectionIds }: GraphScope, ids: readonly string[], limit: number): Promise<string[]> {
    const rows = await visibleRelations(this.#db, reach)
      .where(inCollections(collectionIds))
      .where(sql<boolean>`relation.from_id = any(${ids}::uuid[]) and relation.to_id = any(${ids}::uuid[])`)
      .groupBy('relation.id')
      .select(['relation.id', sql<number>`sum(relation.weight)::float8`.as('weight')])
      .orderBy('weight', 'desc')
      .orderBy('relation.id')
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  naming(accountId: string, seedIds: readonly string[], memoryIds: readonly string[]): Promise<Naming[]> {
    return this.#naming({ accountId, seedIds, memoryIds });
  }

  /** From one end of a relation to the other. */
  #step(
    { reach, collectionIds, memoryIds = null }: GraphScope,
    ids: readonly string[],
    [here, there]: readonly [End, End],
  ) {
    return visibleRelations(this.#db, reach)
      .where(inCollections(collectionIds))
      .where(ofMemories('relation', memoryIds))
      .where(sql<boolean>`${sql.ref(`relation.${here}`)} = any(${ids}::uuid[])`)
      .select([`relation.${there} as id`, 'relation.weight']);
  }
}

type End = 'from_id' | 'to_id';
