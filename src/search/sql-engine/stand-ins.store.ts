import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import { vectorLiteral } from '../../platform/db/vector.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import { contentText } from '../content-keys.ts';
import { newestReplaced } from '../replaced.store.ts';
import { fittingOfArm, type StandIn } from '../stand-ins.ts';
import { conditions } from './conditions.store.ts';
import { type StemsAsked, stemScore, stemWeights } from './stem-weights.store.ts';

export interface StandInsAsked extends StemsAsked {
  readonly vector: Vector | null;
  readonly model: string;
}

type StandInRow = Omit<StandIn, 'content' | 'names'> & { readonly contentHash: Buffer };

/**
 * Finds the replaced memories that fit a question best, by each arm, and the ends of their chains of replacements that the question may
 * find. Each memory of a chain has to be in the question's collections, whose state is then all that the answer depends on.
 */
export async function readStandIns(db: Database, asked: StandInsAsked): Promise<readonly StandIn[]> {
  const { rows } = await standInsStatement(asked).execute(db);
  return rows.map(({ contentHash, ...row }) => ({ ...row, content: contentText(contentHash), names: null }));
}

/** Exported so that tests can check its plan. */
export function standInsStatement(asked: StandInsAsked): RawBuilder<StandInRow> {
  const { reach, stems, model, vector, collectionIds } = asked;
  return sql<StandInRow>`
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
    select memory.id, chain.lexical, chain.cosine, memory.speaker, memory.content_hash as "contentHash",
      (extract(epoch from memory.valid_to) * 1000)::float8 as "validTo"
    from chain join memory on memory.account_id = ${reach.accountId} and memory.id = chain.next
    where ${conditions({ ...asked, alone: [] })}`;
}

/** The cosine with the question; 0 without a vector, or if one of both is empty. */
const cosine = (accountId: string, model: string, vector: Vector | null): RawBuilder<number> =>
  vector === null
    ? sql<number>`0::float8`
    : sql<number>`coalesce((
        select nullif(1 - (vector <=> ${vectorLiteral(vector.values)}), 'NaN') from memory_embedding
        where account_id = ${accountId} and memory_id = memory.id and model = ${model} offset 0), 0)::float8`;
