import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { gatheredReads } from '../platform/db/gathered-reads.ts';
import type { Naming } from '../search/graph-arm.ts';
import type { GraphScope, GraphStore, WeighedEntity } from './graph-store.ts';
import { type AskedNaming, namingsOf } from './naming.store.ts';
import { inCollections, visibleRelations } from './visible-graph.store.ts';

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
    const seen = this.#step(scope, ids, ['from_id', 'to_id']).unionAll(this.#step(scope, ids, ['to_id', 'from_id']));
    const all = this.#anyStep(scope, ids, ['from_id', 'to_id']).unionAll(
      this.#anyStep(scope, ids, ['to_id', 'from_id']),
    );
    const weighed = this.#db
      .selectFrom((scope.isWhole ? all : seen).as('step'))
      .where(sql<boolean>`step.id <> all(${except}::uuid[])`)
      .groupBy('step.id')
      .select(['step.id', weightOf('step')])
      .orderBy('weight', 'desc')
      .orderBy('step.id');
    if (!scope.isWhole) return await weighed.limit(limit).execute();
    return await this.#seenOf(sql`${weighed}`, sql`(${seen}) step where step.id = weighed.id`, limit);
  }

  async relationsAmong(scope: GraphScope, ids: readonly string[], limit: number): Promise<string[]> {
    const { reach, collectionIds, memoryIds = null } = scope;
    const isAmong = sql<boolean>`relation.from_id = any(${ids}::uuid[]) and relation.to_id = any(${ids}::uuid[])`;
    const weighed = (said: RawBuilder<unknown>) => sql`
      select relation.id, ${weightOf('relation')} from (${said}) relation group by relation.id order by weight desc, relation.id`;
    const seen = visibleRelations(this.#db, reach, memoryIds).where(inCollections(collectionIds)).selectAll('relation');
    if (!scope.isWhole) {
      const { rows } = await sql<WeighedEntity>`${weighed(sql`${seen.where(isAmong)}`)} limit ${limit}`.execute(
        this.#db,
      );
      return rows.map(({ id }) => id);
    }
    const all = sql`select id, weight from relation where account_id = ${reach.accountId} and ${isAmong}`;
    const isOne = sql`(${seen.where(sql<boolean>`relation.id = weighed.id`)}) one`;
    return (await this.#seenOf(weighed(all), isOne, limit)).map(({ id }) => id);
  }

  naming(accountId: string, seedIds: readonly string[], memoryIds: readonly string[]): Promise<Naming[]> {
    return this.#naming({ accountId, seedIds, memoryIds });
  }

  /**
   * Returns the heaviest that memories within reach tell of. All are weighed and sorted before a memory is looked up (`offset 0`): of a name
   * that very many memories have, each look-up would take several times as long as the sum of its relations.
   */
  async #seenOf(weighed: RawBuilder<unknown>, isSeen: RawBuilder<unknown>, limit: number): Promise<WeighedEntity[]> {
    const { rows } = await sql<WeighedEntity>`
      select weighed.id, weighed.weight from (${weighed} offset 0) weighed
      cross join lateral (select from ${isSeen} limit 1) seen
      order by weighed.weight desc, weighed.id limit ${limit}`.execute(this.#db);
    return rows;
  }

  /** From one end of a relation to the other. */
  #step(
    { reach, collectionIds, memoryIds = null }: GraphScope,
    ids: readonly string[],
    [here, there]: readonly [End, End],
  ) {
    return visibleRelations(this.#db, reach, memoryIds)
      .where(inCollections(collectionIds))
      .where(sql<boolean>`${sql.ref(`relation.${here}`)} = any(${ids}::uuid[])`)
      .select([`relation.${there} as id`, 'relation.weight']);
  }

  /** The same for all relations of the account, whoever may see them. */
  #anyStep({ reach }: GraphScope, ids: readonly string[], [here, there]: readonly [End, End]) {
    return this.#db
      .selectFrom('relation')
      .where('relation.account_id', '=', reach.accountId)
      .where(sql<boolean>`${sql.ref(`relation.${here}`)} = any(${ids}::uuid[])`)
      .select([`relation.${there} as id`, 'relation.weight']);
  }
}

type End = 'from_id' | 'to_id';

const weightOf = (what: 'step' | 'relation') => sql<number>`sum(${sql.ref(`${what}.weight`)})::float8`.as('weight');
