import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import { aggregated, type JsonColumns, rowsOf } from '../../platform/db/json-columns.ts';
import { onlyRow } from '../../platform/db/only-row.ts';
import { prepared } from '../../platform/db/preparing-client.ts';
import { conditions, isUsual, type MemoriesAsked } from './conditions.store.ts';
import {
  type PlacesAsked,
  type Placing,
  placings,
  sessionsOf,
  type WholeSession,
  wholeSessions,
} from './session-places.store.ts';
import { isNew, type TurnRow, turnFields, turnRowColumns, type WantedTurn, wantedTurns } from './turn-row.store.ts';

interface TurnsRequest extends MemoriesAsked {
  readonly wanted: readonly WantedTurn[];
  /** Memories whose sessions are to be returned, too. */
  readonly unplaced: PlacesAsked['hits'];
  readonly model: string;
}

interface TurnsRead {
  /** Turns whose version differs from the known one. */
  readonly turns: readonly TurnRow[];
  /** Places, among the wanted turns, of those that the question may find. */
  readonly found: readonly number[];
  readonly sessions: readonly WholeSession[];
  /** Places of hits whose sessions are too long to be returned whole. */
  readonly placings: readonly Placing[];
}

interface TurnsAnswer {
  readonly turns: JsonColumns<TurnRow>;
  readonly found: readonly number[];
  readonly sessions: JsonColumns<WholeSession>;
  readonly placings: JsonColumns<Placing>;
}

/** Reads what ranking needs of turns, without their content, where it is not known yet. */
export async function readTurns(db: Database, request: TurnsRequest): Promise<TurnsRead> {
  if (request.wanted.length === 0 && request.unplaced.length === 0)
    return { turns: [], found: [], sessions: [], placings: [] };
  const { turns, found, sessions, placings: placed } = await onlyRow(db, turnsStatement(request));
  return { turns: rowsOf(turns), found, sessions: rowsOf(sessions), placings: rowsOf(placed) };
}

/** Exported so that tests can check its plan. */
export function turnsStatement(request: TurnsRequest): RawBuilder<TurnsAnswer> {
  const { reach, wanted, unplaced, model } = request;
  const { accountId } = reach;
  return sql<TurnsAnswer>`${isUsual(request) ? prepared : sql``}
    with ${sessionsOf({ accountId, hits: unplaced })}
    select ${aggregated<TurnRow>(turnFields, sql`row.is_new`)} as turns,
      coalesce(json_agg(row.place) filter (where row.found), '[]') as found,
      ${wholeSessions} as sessions, ${placings} as placings
    from (
      select asked.place, ${isNew} as is_new, ${conditions(request)} as found, ${turnRowColumns}
      from ${wantedTurns({ accountId, wanted, model })}
    ) as row`;
}
