import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import { aggregated, type JsonColumns } from '../../platform/db/json-columns.ts';
import { onlyRow } from '../../platform/db/only-row.ts';
import { prepared } from '../../platform/db/preparing-client.ts';
import { vectorLiteral } from '../../platform/db/vector.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import { mostPreparedStems, stemWeight } from './stem-weights.store.ts';
import { dayOf, isNew, type TurnRow, type TurnsWanted, wantedTurns } from './turn-row.store.ts';

/** The parts of a question that turns are compared with. */
export interface ComparedQuestion {
  readonly stems: readonly string[];
  readonly weights: ArrayLike<number>;
  readonly vector: Vector | null;
}

export interface ComparedRequest extends TurnsWanted {
  readonly comparing: ComparedQuestion;
}

/** What ranking needs to know about a turn that is only a neighbour of the pool. */
export interface ComparedTurn
  extends Pick<TurnRow, 'speaker' | 'role' | 'day' | 'termCount' | 'pieces' | 'patterns' | 'scale'> {
  /** Position among the wanted turns, counting from 1. */
  readonly place: number;
  /** Sum of the weights of the question's stems that it has. */
  readonly weight: number;
  /** Dot product of its vector and the question's, both without their scales; null if either is missing. */
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

/** Compares turns with a question in the database, but only those whose version differs from the known one. Null if there are none. */
export async function readCompared(db: Database, request: ComparedRequest): Promise<JsonColumns<ComparedTurn> | null> {
  return request.wanted.length === 0 ? null : (await onlyRow(db, comparedStatement(request))).compared;
}

/** Exported so that tests can check its plan. */
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

/** Vector values are stored as whole numbers up to 127: 32-bit floats sum their products exactly up to 1,040 dimensions, to seven digits beyond. */
const comparison = ({ stems, weights, vector }: ComparedQuestion) => sql`
  ${stemWeight(stems, weights)} as weight,
  ${vector ? sql`-(e.vector <#> ${vectorLiteral(vector.values)})` : sql`null::float8`} as product`;

const isForAll = ({ comparing }: ComparedRequest): boolean => comparing.stems.length <= mostPreparedStems;
