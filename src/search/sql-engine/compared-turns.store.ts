import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import { aggregated, type JsonColumns } from '../../platform/db/json-columns.ts';
import { prepared } from '../../platform/db/preparing-client.ts';
import { vectorLiteral } from '../../platform/db/vector.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import { mostPreparedStems, stemWeight } from './stem-weights.store.ts';
import { dayOf, isNew, type TurnRow, type TurnsWanted, wantedTurns } from './turn-row.store.ts';

/** A question as turns are compared with it: its stems, and what they weigh. */
export interface Comparison {
  readonly stems: readonly string[];
  readonly weights: ArrayLike<number>;
  readonly vector: Vector | null;
}

export interface ComparedRequest extends TurnsWanted {
  readonly comparing: Comparison;
}

/** What ranking wants to know of a turn that only stands beside others. */
export interface ComparedTurn
  extends Pick<TurnRow, 'speaker' | 'role' | 'day' | 'termCount' | 'pieces' | 'patterns' | 'scale'> {
  /** Which of those that were asked for, counting from 1. */
  readonly place: number;
  /** Of its stems that are asked for, together. */
  readonly weight: number;
  /** Of its vector with the one asked for, both without their scales; null where there is none. */
  readonly product: number | null;
}

const fields = [
  'place',
  'speaker',
  'role',
  'day',
  'termCount',
  'pieces',
  'patterns',
  'weight',
  'product',
  'scale',
] as const satisfies readonly (keyof ComparedTurn)[];

interface ComparedAnswer {
  readonly compared: JsonColumns<ComparedTurn>;
}

/** What turns have in common with a question, of those that are of another version than is known. Null: of none. */
export async function readCompared(db: Database, request: ComparedRequest): Promise<JsonColumns<ComparedTurn> | null> {
  if (request.wanted.length === 0) return null;
  const { rows } = await comparedStatement(request).execute(db);
  return rows[0]?.compared ?? null;
}

/** Exported so that its plan can be looked at. */
export const comparedStatement = (
  request: ComparedRequest,
): RawBuilder<ComparedAnswer> => sql<ComparedAnswer>`${isForAll(request) ? prepared : sql``}
  select ${aggregated<ComparedTurn>(fields)} as compared
  from (
    select asked.place, memory.speaker, memory.role, ${dayOf} as day, memory.term_count as "termCount", memory.pieces, memory.patterns,
      ${comparison(request.comparing)}, e.scale
    from ${wantedTurns(request)}
    where ${isNew}
  ) as row`;

/** Halves and their products are whole numbers, whose sum 32 bits hold exactly up to 1,040 dimensions (127² each), and to seven places beyond. */
const comparison = ({ stems, weights, vector }: Comparison) => sql`
  ${stemWeight(stems, weights)} as weight,
  ${vector ? sql`-(e.vector <#> ${vectorLiteral(vector.values)})` : sql`null::float8`} as product`;

const isForAll = ({ comparing }: ComparedRequest): boolean => comparing.stems.length <= mostPreparedStems;
