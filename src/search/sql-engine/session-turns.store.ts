import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import { type JsonColumns, jsonColumns, rowsOf } from '../../platform/db/json-columns.ts';
import { prepared } from '../../platform/db/preparing-client.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import { type Asked, conditions } from './conditions.store.ts';
import type { TermCounts } from './rarest-stems.ts';
import type { Windows } from './session-windows.ts';
import { knownScore } from './stem-weights.store.ts';
import { type TurnRow, turnColumns, turnFields } from './turn-row.store.ts';

export interface TurnsRequest extends Asked {
  readonly stems: readonly string[];
  readonly counts: TermCounts;
  readonly windows: Windows;
  readonly vector: Vector | null;
  readonly model: string;
}

/** A turn beside the hits; `place` tells which, counting from 1 through those that may join and then the others. */
export interface BesideRow extends TurnRow {
  readonly place: number;
  /** It is in the pool. */
  readonly inPool: boolean;
}

/**
 * What ranking compares of the turns around the hits, without their content. Each is read by its keys (`offset 0`): a join might
 * scan the whole scope. So the plan is the same for all questions.
 */
export async function readTurns(db: Database, request: TurnsRequest): Promise<BesideRow[]> {
  const { joining, beside } = request.windows;
  if (joining.length + beside.length === 0) return [];
  const { rows } = await turnsStatement(request).execute(db);
  return rows[0] ? rowsOf(rows[0].turns) : [];
}

/** Exported so that its plan can be looked at. */
export function turnsStatement(request: TurnsRequest): RawBuilder<{ readonly turns: JsonColumns<BesideRow> }> {
  const { reach, vector, model, stems, counts } = request;
  const { accountId } = reach;
  const { joining, beside } = request.windows;
  const ids = [...joining, ...beside].map(({ id }) => id);
  const mayJoin = sql`(asked.place <= ${joining.length}::int and ${conditions(request)})`;
  const columns = turnColumns({ score: knownScore(stems, counts), vector, mayRank: mayJoin });
  return sql`${isUsual(request) ? prepared : sql``}
    select ${jsonColumns<BesideRow>(
      ['place', 'inPool', ...turnFields],
      sql`
        select asked.place, ${mayJoin} as "inPool", ${columns}
        from unnest(${ids}::uuid[]) with ordinality as asked (id, place)
        cross join lateral (
          select * from memory where account_id = ${accountId} and id = asked.id offset 0) memory
        join collection on collection.account_id = ${accountId} and collection.id = memory.collection_id
        left join lateral (
          select vector from memory_embedding
          where account_id = ${accountId} and memory_id = asked.id and model = ${model} offset 0) e on true`,
    )} as turns`;
}

/** Without filters the text is one of a few: others would fill the connection's memory with statements that never come again. */
const isUsual = ({ asOf, filter }: Asked): boolean =>
  asOf === null && Object.values(filter).every((part) => part === undefined || part === null);
