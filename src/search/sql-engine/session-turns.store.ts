import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import { aggregated, type JsonColumns, rowsOf } from '../../platform/db/json-columns.ts';
import { prepared } from '../../platform/db/preparing-client.ts';
import { type Asked, conditions, isUsual } from './conditions.store.ts';
import {
  type PlacesAsked,
  type Placing,
  placings,
  sessionsOf,
  type WholeSession,
  wholeSessions,
} from './session-places.store.ts';
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
  /** Memories whose sessions are to be told, too. */
  readonly unplaced: PlacesAsked['hits'];
  readonly model: string;
}

/** A turn of another version than was known; `place` tells which, counting from 1. */
export interface PlacedTurn extends TurnRow {
  readonly place: number;
}

export interface TurnsRead {
  readonly turns: readonly PlacedTurn[];
  /** Places of the candidates that the question may find. */
  readonly found: readonly number[];
  readonly sessions: readonly WholeSession[];
  /** Where those stand whose sessions are too long to be told. */
  readonly placings: readonly Placing[];
}

interface TurnsAnswer {
  readonly turns: JsonColumns<PlacedTurn>;
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
    return { turns: [], found: [], sessions: [], placings: [] };
  const { rows } = await turnsStatement(request).execute(db);
  const [answer] = rows;
  if (!answer) throw new Error('The statement of the turns answered no row');
  const { turns, found, sessions, placings: placed } = answer;
  return { turns: rowsOf(turns), found, sessions: rowsOf(sessions), placings: rowsOf(placed) };
}

/** Exported so that its plan can be looked at. */
export function turnsStatement(request: TurnsRequest): RawBuilder<TurnsAnswer> {
  const { reach, collectionIds, wanted, candidates, unplaced, model } = request;
  const { accountId } = reach;
  const ids = wanted.map(({ id }) => id);
  const versions = wanted.map(({ version }) => version);
  const isNew = sql`asked.version is distinct from memory.version`;
  return sql<TurnsAnswer>`${isUsual(request) ? prepared : sql``}
    with ${sessionsOf({ accountId, collectionIds, hits: unplaced })}
    select ${aggregated<PlacedTurn>(['place', ...turnFields], sql`row.is_new`)} as turns,
      coalesce(json_agg(row.place) filter (where row.found), '[]') as found,
      ${wholeSessions} as sessions, ${placings} as placings
    from (
      select asked.place, ${isNew} as is_new, asked.place <= ${candidates}::int and ${conditions(request)} as found, ${turnColumns}
      from unnest(${ids}::uuid[], ${versions}::text[]) with ordinality as asked (id, version, place)
      cross join lateral (
        select *, ${versionOf} as version from memory where account_id = ${accountId} and id = asked.id offset 0) memory
      join collection on collection.account_id = ${accountId} and collection.id = memory.collection_id
      left join lateral (
        select vector, scale from memory_embedding
        where account_id = ${accountId} and memory_id = asked.id and model = ${model} and ${isNew} offset 0) e on true
    ) as row`;
}
