import { escapeLiteral } from 'pg';
import type { EventData, EventType, StreamKind } from '../db/tables.ts';

/** An event to append, and its effect on the counters of its stream. */
export interface Change {
  readonly kind: StreamKind;
  readonly streamId: string;
  readonly type: EventType;
  readonly subjectId: string;
  /** Names of the changed fields, as the API spells them. */
  readonly changed?: readonly string[];
  /** Ids and numbers of the event; never content. */
  readonly data?: EventData;
  /** The change affects recall: increments `memory_revision`. */
  readonly recall?: boolean;
  /** Settings, graph or narrative changed: increments `shape_revision`. */
  readonly shape?: boolean;
  readonly memories?: number;
  readonly conversations?: number;
  readonly messages?: number;
}

/**
 * Returns SQL that appends a transaction's events. Per stream, it locks the stream, raises its counters once and numbers the
 * events without gaps. Streams are in a fixed order to prevent deadlocks. It contains only literals, since it is sent in one
 * packet with COMMIT, and is short, since such a packet is planned each time. It takes the full row lock, though the update needs less:
 * a weaker lock is compatible with those that protect the stream from being erased, and two writers that then see an older
 * version of the row would wait for each other.
 */
export function appendStatement(accountId: string, changes: readonly Change[]): string {
  const streams = Map.groupBy(changes, ({ kind, streamId }) => `${kind} ${streamId}`);
  const inOrder = [...streams].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, own]) => own);
  return alike(inOrder)
    .map((some) => (some.length === 1 ? appendToOne(accountId, some.flat()) : appendToSome(accountId, some)))
    .join(';\n');
}

/** Maximum streams per statement. A deletion may end a hundred thousand streams; with a statement each, that would take a millisecond per stream. */
const mostStreams = 500;

/** Groups adjacent streams whose counters change in the same way, so that one statement can update them. */
function alike(streams: readonly Change[][]): Change[][][] {
  const groups: Change[][][] = [];
  let last = '';
  for (const own of streams) {
    const raise = `${own[0]?.kind} ${raises(own)}`;
    const group = groups.at(-1);
    if (group && raise === last && group.length < mostStreams) group.push(own);
    else groups.push([own]);
    last = raise;
  }
  return groups;
}

const ofKind = (accountId: string, kind: StreamKind | undefined): string =>
  `account_id = ${escapeLiteral(accountId)} and kind = ${escapeLiteral(kind ?? '')}`;

function appendToOne(accountId: string, changes: readonly Change[]): string {
  const stream = `${ofKind(accountId, changes[0]?.kind)} and id = ${uuid(changes[0]?.streamId)}`;
  return `with locked as materialized (
  select from stream where ${stream} for update
), raised as (
  update stream set ${raises(changes).join(', ')} from locked where ${stream}
  returning account_id, kind, id, seq - ${changes.length} as base
)
insert into event (account_id, kind, stream_id, seq, type, subject_id, changed, data, at)
select account_id, kind, id, base + place, type, subject_id, changed, data, clock_timestamp()
from raised, (values ${changes.map(valuesRow).join(',\n  ')}) as change (place, type, subject_id, changed, data)`;
}

/** Locks all streams before it updates the first. The count forces that order; a join would compare each stream with all locked ones. */
function appendToSome(accountId: string, streams: readonly (readonly Change[])[]): string {
  const [changes = []] = streams;
  const ids = streams.map((own) => uuid(own[0]?.streamId));
  const some = `${ofKind(accountId, changes[0]?.kind)} and id in (${ids.join()})`;
  const rows = streams.flatMap((own) =>
    own.map((change, index) => `(${uuid(change.streamId)}, ${valuesOf(change, index)})`),
  );
  return `with locked as materialized (
  select id from stream where ${some} order by id for update
), raised as (
  update stream set ${raises(changes).join(', ')} where (select count(*) from locked) > 0 and ${some}
  returning account_id, kind, id, seq - ${changes.length} as base
)
insert into event (account_id, kind, stream_id, seq, type, subject_id, changed, data, at)
select account_id, kind, id, base + place, type, subject_id, changed, data, clock_timestamp()
from raised join (values ${rows.join(',\n  ')}) as change (of_stream, place, type, subject_id, changed, data) on of_stream = id`;
}

const uuid = (id: string | undefined): string => `${escapeLiteral(id ?? '')}::uuid`;

/** Assignments for the counters of a stream that change. */
function raises(changes: readonly Change[]): string[] {
  const sum = (by: (change: Change) => number | undefined) =>
    changes.reduce((all, change) => all + (by(change) ?? 0), 0);
  const sums = {
    seq: changes.length,
    memory_revision: sum(({ recall }) => Number(recall ?? false)),
    shape_revision: sum(({ shape }) => Number(shape ?? false)),
    memory_count: sum(({ memories }) => memories),
    conversation_count: sum(({ conversations }) => conversations),
    message_count: sum(({ messages }) => messages),
  };
  return Object.entries(sums).flatMap(([column, by]) => (by === 0 ? [] : `${column} = ${column} + ${by}`));
}

const valuesRow = (change: Change, index: number): string => `(${valuesOf(change, index)})`;

const valuesOf = ({ type, subjectId, changed = [], data }: Change, index: number): string =>
  [
    index + 1,
    escapeLiteral(type),
    uuid(subjectId),
    `array[${changed.map((field) => escapeLiteral(field)).join(',')}]::text[]`,
    data ? `${escapeLiteral(JSON.stringify(data))}::jsonb` : 'null::jsonb',
  ].join(', ');
