import { sql } from 'kysely';
import { acrossAccounts } from '../db/account-guard.ts';
import type { Database } from '../db/database.ts';
import { prepared } from '../db/preparing-client.ts';
import { askedStreams } from './asked-streams.ts';
import type { StreamRef } from './commits.ts';
import { type Batch, eventColumns, type Follower, type LoggedEvent } from './consumer.ts';

/** The next batches of a follower, and the streams that did not fit into the read. */
interface Next {
  readonly batches: readonly Batch[];
  readonly left: readonly StreamRef[];
}

/** Reads the next batches in one statement; creates missing cursors. */
export async function nextBatches(db: Database, follower: Follower, streams: readonly StreamRef[]): Promise<Next> {
  const { batches, left, unknown } = await readBatches(db, follower, streams);
  if (unknown.length === 0 || !(await beginStreams(db, follower, unknown))) return { batches, left };
  const begun = await readBatches(db, follower, unknown);
  return { batches: [...batches, ...begun.batches], left: [...left, ...begun.left] };
}

async function readBatches(
  db: Database,
  { name, kind, batch, perStream = batch }: Follower,
  streams: readonly StreamRef[],
): Promise<Next & { readonly unknown: readonly StreamRef[] }> {
  const { rows } = await sql<
    { place: number; cursor: number; newest: number } & (LoggedEvent | { seq: null })
  >`${prepared}
    select asked.place, consumer.seq as cursor, stream.seq as newest, event.* from ${askedStreams(streams)}
    join consumer on consumer.account_id = asked.account_id and consumer.kind = ${kind}
      and consumer.stream_id = asked.stream_id and consumer.name = ${name}
    join stream on stream.account_id = asked.account_id and stream.kind = ${kind} and stream.id = asked.stream_id
    left join lateral (
      select ${eventColumns} from event
      where account_id = asked.account_id and kind = ${kind} and stream_id = asked.stream_id and event.seq > consumer.seq
      order by seq limit ${perStream}
    ) event on true
    order by asked.place, event.seq limit ${batch}`.execute(db);
  const rowsOf = Map.groupBy(rows, ({ place }) => place);
  const full = rows.length === batch ? (rows.at(-1)?.place ?? 0) : streams.length;
  const batches = streams.flatMap((stream, place) => {
    const own = rowsOf.get(place) ?? [];
    const events = own.flatMap((row) => (row.seq === null ? [] : row));
    const { cursor: seq = 0, newest = 0 } = own[0] ?? {};
    // If the log has no events after the cursor, they were older than its retention, and are skipped.
    const end = events.at(-1)?.seq ?? newest;
    const more = place === full || events.length === perStream;
    return end > seq ? { stream, seq, events, end, more } : [];
  });
  const unknown = streams.filter((_, place) => place < full && !rowsOf.has(place));
  return { batches, left: streams.slice(full + 1), unknown };
}

/**
 * Creates the follower's missing cursors; returns false if they exist, or the streams are gone. A
 * statement of its own: it locks the streams against erasure, so that no cursor outlives them, and during a longer
 * transaction their writers would have to wait.
 */
async function beginStreams(db: Database, { name, kind }: Follower, streams: readonly StreamRef[]): Promise<boolean> {
  const { numAffectedRows: made = 0n } = await sql`
    insert into consumer (account_id, kind, stream_id, name)
    select stream.account_id, stream.kind, stream.id, ${name} from ${askedStreams(streams)}
    join stream on stream.account_id = asked.account_id and stream.kind = ${kind} and stream.id = asked.stream_id
    order by stream.account_id, stream.id for key share of stream
    on conflict do nothing`.execute(db);
  return made > 0n;
}

/** Moves a cursor. */
export interface Move {
  readonly stream: StreamRef;
  readonly from: number;
  readonly to: number;
}

/**
 * Locks the cursors, skipping those locked by other processes, and moves those that are at `from`.
 * Returns the previous positions of the locked ones, by stream.
 */
export async function moveCursors(
  db: Database,
  { name, kind }: Follower,
  moves: readonly Move[],
): Promise<Map<StreamRef, number>> {
  const given = moves.map(({ stream, from, to }, place) => ({
    place,
    account_id: stream.accountId,
    stream_id: stream.streamId,
    start: from,
    goal: to,
  }));
  const { rows } = await sql<{ place: number; seq: number }>`${prepared}
    with asked as (
      select * from json_to_recordset(${JSON.stringify(given)}::json)
        as item (place int, account_id text, stream_id uuid, start int, goal int)
    ), locked as materialized (
      select asked.*, consumer.seq from asked join consumer on consumer.account_id = asked.account_id
        and consumer.kind = ${kind} and consumer.stream_id = asked.stream_id and consumer.name = ${name}
      order by consumer.account_id, consumer.stream_id for update of consumer skip locked
    ), moved as (
      update consumer set seq = locked.goal from locked
      where consumer.account_id = locked.account_id and consumer.kind = ${kind}
        and consumer.stream_id = locked.stream_id and consumer.name = ${name} and locked.seq = locked.start
    )
    select place, seq from locked`.execute(db);
  const standing = new Map(rows.map(({ place, seq }) => [place, seq]));
  return new Map(
    moves.flatMap(({ stream }, place) => {
      const seq = standing.get(place);
      return seq === undefined ? [] : [[stream, seq] as const];
    }),
  );
}

/** Returns a follower's position in a stream; null if it has no cursor there. */
export async function cursorOf(db: Database, name: string, stream: StreamRef): Promise<number | null> {
  const found = await db
    .selectFrom('consumer')
    .select('seq')
    .where('account_id', '=', stream.accountId)
    .where('kind', '=', stream.kind)
    .where('stream_id', '=', stream.streamId)
    .where('name', '=', name)
    .executeTakeFirst();
  return found?.seq ?? null;
}

/** Makes a follower start over in every stream of all accounts; returns the number of deleted cursors. */
export async function forgetCursors(db: Database, name: string): Promise<number> {
  const { numDeletedRows } = await acrossAccounts(db, 'consumer')
    .deleteFrom('consumer')
    .where('name', '=', name)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
