import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import { aggregated, type JsonColumns, jsonColumnsOfNone, rowsOf } from '../../platform/db/json-columns.ts';
import { prepared } from '../../platform/db/preparing-client.ts';
import { vectorLiteral } from '../../platform/db/vector.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import { type Asked, conditions, isUsual } from './conditions.store.ts';
import {
  type PlacesAsked,
  type Placing,
  placings,
  sessionsOf,
  type WholeSession,
  wholeSessions,
} from './session-places.store.ts';
import { mostPreparedStems, stemWeight } from './stem-weights.store.ts';
import { type TurnRow, turnColumns, turnFields, versionOf } from './turn-row.store.ts';

/** A memory that is wanted, and the version of it that is known; null: none. */
export interface WantedTurn {
  readonly id: string;
  readonly version: string | null;
}

export interface TurnsRequest extends Asked {
  readonly wanted: readonly WantedTurn[];
  /** So many of them, from the first on, are asked whether the question may find them. */
  readonly candidates: number;
  /** What all but these are compared with: they are told by that alone. Null: all are told whole. */
  readonly comparing: Compared | null;
  /** Memories whose sessions are to be told, too. */
  readonly unplaced: PlacesAsked['hits'];
  readonly model: string;
}

/** A turn of another version than was known; `place` tells which, counting from 1. */
export interface PlacedTurn extends TurnRow {
  readonly place: number;
}

/** What turns are compared with, and what their words weigh. */
export interface Compared {
  readonly stems: readonly string[];
  readonly weights: ArrayLike<number>;
  readonly vector: Vector | null;
}

/** What ranking wants to know of a turn that only stands beside others. */
export interface BesideTurn
  extends Pick<TurnRow, 'speaker' | 'role' | 'day' | 'termCount' | 'pieces' | 'patterns' | 'scale'> {
  readonly place: number;
  /** Of its stems that are asked for, together. */
  readonly weight: number;
  /** Of its vector with the one asked for, both without their scales; null where there is none. */
  readonly product: number | null;
}

const besideFields = [
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
] as const satisfies readonly (keyof BesideTurn)[];

export interface TurnsRead {
  readonly turns: readonly PlacedTurn[];
  readonly beside: readonly BesideTurn[];
  /** Places of the candidates that the question may find. */
  readonly found: readonly number[];
  readonly sessions: readonly WholeSession[];
  /** Where those stand whose sessions are too long to be told. */
  readonly placings: readonly Placing[];
}

interface TurnsAnswer {
  readonly turns: JsonColumns<PlacedTurn>;
  readonly beside: JsonColumns<BesideTurn>;
  readonly found: readonly number[];
  readonly sessions: JsonColumns<WholeSession>;
  readonly placings: JsonColumns<Placing>;
}

/**
 * What ranking compares of turns, without their content, as far as it is not known. Each is read by its keys (`offset 0`): a
 * join might scan the whole scope. So the plan is the same for all questions.
 */
export async function readTurns(db: Database, request: TurnsRequest): Promise<TurnsRead> {
  if (request.wanted.length === 0 && request.unplaced.length === 0)
    return { turns: [], beside: [], found: [], sessions: [], placings: [] };
  const { rows } = await turnsStatement(request).execute(db);
  const [answer] = rows;
  if (!answer) throw new Error('The statement of the turns answered no row');
  const { turns, beside, found, sessions, placings: placed } = answer;
  return {
    turns: rowsOf(turns),
    beside: rowsOf(beside),
    found,
    sessions: rowsOf(sessions),
    placings: rowsOf(placed),
  };
}

/** Exported so that its plan can be looked at. */
export function turnsStatement(request: TurnsRequest): RawBuilder<TurnsAnswer> {
  const { reach, collectionIds, wanted, candidates, comparing, unplaced, model } = request;
  const { accountId } = reach;
  const ids = wanted.map(({ id }) => id);
  const versions = wanted.map(({ version }) => version);
  const isNew = sql`asked.version is distinct from memory.version`;
  const [isWhole, beside] = comparing
    ? [sql`row.is_candidate`, aggregated<BesideTurn>(besideFields, sql`row.is_new and not row.is_candidate`)]
    : [sql`true`, jsonColumnsOfNone(besideFields)];
  return sql<TurnsAnswer>`${isForAll(request) ? prepared : sql``}
    with ${sessionsOf({ accountId, collectionIds, hits: unplaced })}
    select ${aggregated<PlacedTurn>(['place', ...turnFields], sql`row.is_new and ${isWhole}`)} as turns, ${beside} as beside,
      coalesce(json_agg(row.place) filter (where row.found), '[]') as found,
      ${wholeSessions} as sessions, ${placings} as placings
    from (
      select asked.place, ${isNew} as is_new, asked.place <= ${candidates}::int as is_candidate,
        asked.place <= ${candidates}::int and ${conditions(request)} as found, ${turnColumns} ${comparing ? comparison(comparing) : sql``}
      from unnest(${ids}::uuid[], ${versions}::text[]) with ordinality as asked (id, version, place)
      cross join lateral (
        select *, ${versionOf} as version from memory where account_id = ${accountId} and id = asked.id offset 0) memory
      join collection on collection.account_id = ${accountId} and collection.id = memory.collection_id
      left join lateral (
        select vector, scale from memory_embedding
        where account_id = ${accountId} and memory_id = asked.id and model = ${model} and ${isNew} offset 0) e on true
    ) as row`;
}

/** Halves and their products are whole numbers, whose sum 32 bits hold exactly up to 1,040 dimensions (127² each), and to seven places beyond. */
const comparison = ({ stems, weights, vector }: Compared) => sql`,
  ${stemWeight(stems, weights)} as weight,
  ${vector ? sql`-(e.vector <#> ${vectorLiteral(vector.values)})` : sql`null::float8`} as product`;

const isForAll = (request: TurnsRequest): boolean =>
  isUsual(request) && (request.comparing?.stems.length ?? 0) <= mostPreparedStems;
