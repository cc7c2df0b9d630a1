import { type RawBuilder, sql } from 'kysely';
import { isOfLivingConversation } from '../memory/memory-conditions.ts';
import type { Database } from '../platform/db/database.ts';
import { vectorLiteral } from '../platform/db/vector.ts';
import type { Asked } from './asked-scope.store.ts';
import { newestReplaced } from './replaced.store.ts';
import { conditions, isAmong } from './sql-engine/conditions.store.ts';
import { stemScore, stemWeights } from './sql-engine/stem-weights.store.ts';
import type { StandIn } from './stand-ins.ts';

/** Number of replaced memories that each arm contributes: further ones fit less than what is found without them. */
const armLimit = 20;

/**
 * Finds the replaced memories that fit a question best, by the arms of the search, and the ends of their chains of replacements that the
 * question may find. Each memory of a chain has to be in the question's collections, whose state is then all that the answer depends on.
 */
export async function readStandIns(db: Database, asked: Asked): Promise<readonly StandIn[]> {
  const { reach, scope, stems, vector } = asked;
  const collectionIds = scope.collections.map(({ id }) => id);
  const isReplaced = sql`memory.status = 'SUPERSEDED' and ${isAmong(sql.ref('memory.collection_id'), collectionIds)}
    and ${isOfLivingConversation(reach)}`;
  const { rows } = await sql<StandIn>`
    with recursive ${stemWeights({ ...asked, collectionIds, counts: 'stored' })},
    replaced as materialized (
      select memory.id, memory.superseded_by, ${stemScore(stems)}::float8 as lexical, ${cosine(reach.accountId, asked.model, vector)} as cosine
      from ${newestReplaced(sql`${reach.accountId}`, sql`${collectionIds}::uuid[]`)} cross join weights where ${isReplaced}
    ), best as (
      (select * from replaced where lexical > 0 order by lexical desc, id limit ${sql.lit(armLimit)})
      union (select * from replaced where cosine > 0 order by cosine desc, id limit ${sql.lit(armLimit)})
    ), chain as (
      select superseded_by as next, lexical, cosine from best
      union select memory.superseded_by, chain.lexical, chain.cosine from chain
      join memory on memory.account_id = ${reach.accountId} and memory.id = chain.next
      where memory.superseded_by is not null and ${isReplaced}
    )
    select memory.id, chain.lexical, chain.cosine, memory.speaker, memory.content_hash as "contentHash",
      (extract(epoch from memory.valid_to) * 1000)::float8 as "validTo"
    from chain join memory on memory.account_id = ${reach.accountId} and memory.id = chain.next
    where ${conditions({ ...asked, alone: [], collectionIds })}`.execute(db);
  return rows;
}

/** The cosine with the question; 0 without a vector, or if one of both is empty. */
const cosine = (accountId: string, model: string, vector: Asked['vector']): RawBuilder<number> =>
  vector === null
    ? sql<number>`0::float8`
    : sql<number>`coalesce((
        select nullif(1 - (vector <=> ${vectorLiteral(vector.values)}), 'NaN') from memory_embedding
        where account_id = ${accountId} and memory_id = memory.id and model = ${model} offset 0), 0)::float8`;
