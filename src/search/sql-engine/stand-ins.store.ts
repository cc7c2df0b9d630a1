import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import { vectorLiteral } from '../../platform/db/vector.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import { newestReplaced } from '../replaced.store.ts';
import { fittingOfArm, type StandIn } from '../stand-ins.ts';
import type { ArmsRequest } from './arms.store.ts';
import { conditions } from './conditions.store.ts';
import { stemScore, stemWeights } from './stem-weights.store.ts';
import { contentKey, instant } from './turn-row.store.ts';

/**
 * Finds the replaced memories that fit a question best, by each arm, and the ends of their chains of replacements that the question may
 * find. Each memory of a chain has to be in the question's collections, whose state is then all that the answer depends on.
 */
export const readStandIns = async (db: Database, asked: ArmsRequest): Promise<readonly StandIn[]> =>
  (await standInsStatement(asked).execute(db)).rows;

export function standInsStatement(asked: ArmsRequest): RawBuilder<StandIn> {
  const { reach, stems, model, vector, collectionIds } = asked;
  return sql<StandIn>`
    with recursive ${stemWeights(asked)},
    replaced as materialized (
      select memory.id, memory.superseded_by, ${stemScore(stems)}::float8 as lexical, ${cosine(reach.accountId, model, vector)} as cosine
      from ${newestReplaced(reach.accountId, collectionIds)} cross join weights
    ), best as (
      (select * from replaced where lexical > 0 order by lexical desc, id limit ${sql.lit(fittingOfArm)})
      union (select * from replaced where cosine > 0 order by cosine desc, id limit ${sql.lit(fittingOfArm)})
    ), chain as (
      select superseded_by as next, lexical, cosine from best
      union select replaced.superseded_by, chain.lexical, chain.cosine from chain join replaced on replaced.id = chain.next
    )
    select memory.id, chain.lexical, chain.cosine, memory.speaker, ${contentKey} as content, null as names,
      ${instant(sql`memory.valid_to`)} as "validTo"
    from chain join memory on memory.account_id = ${reach.accountId} and memory.id = chain.next
    where ${conditions(asked)}`;
}

/** The cosine with the question; 0 without a vector, or if one of both is empty. */
const cosine = (accountId: string, model: string, vector: Vector | null): RawBuilder<number> =>
  vector === null
    ? sql<number>`0::float8`
    : sql<number>`coalesce((
        select nullif(1 - (vector <=> ${vectorLiteral(vector.values)}), 'NaN') from memory_embedding
        where account_id = ${accountId} and memory_id = memory.id and model = ${model} offset 0), 0)::float8`;
