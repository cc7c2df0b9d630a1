import { escapeLiteral } from 'pg';
import type { EventData, EventType, StreamKind } from '../db/tables.ts';

/** One event to be, and what it does to the counters of its stream. */
export interface Change {
  readonly kind: StreamKind;
  readonly streamId: string;
  readonly type: EventType;
  readonly subjectId: string;
  /** Names of the changed fields, as the API spells them. */
  readonly changed?: readonly string[];
  /** Ids and numbers that belong to it; never content. */
  readonly data?: EventData;
  /** Recall can see it: raises `memory_revision`. */
  readonly recall?: boolean;
  /** Settings, graph or narrative changed: raises `shape_revision`. */
  readonly shape?: boolean;
  readonly memories?: number;
  readonly conversations?: number;
  readonly messages?: number;
}

/**
 * The statement that writes a transaction's events: it locks the streams in order, raises each counter once and numbers
 * the events without a gap. Literals only, since it goes out in one packet with COMMIT. It takes the full lock, though
 * the update needs less: a weaker one shares the row with those who keep the stream from being erased, and two writers that
 * then find its older version wait for each other.
 */
export function appendStatement(accountId: string, changes: readonly Change[]): string {
  const account = escapeLiteral(accountId);
  return `with change (ordinal, kind, id, type, subject_id, changed, data, recall, shape, memories, conversations, messages) as (
  values ${changes.map(valuesRow).join(',\n    ')}
), total as (
  select kind, id, count(*)::int as events, sum(recall)::int as recall, sum(shape)::int as shape,
    sum(memories)::int as memories, sum(conversations)::int as conversations, sum(messages)::int as messages
  from change group by kind, id
), locked as materialized (
  select s.kind, s.id from stream s join total t on t.kind = s.kind and t.id = s.id
  where s.account_id = ${account} order by s.kind, s.id for update of s
), raised as (
  update stream s set seq = s.seq + t.events, memory_revision = s.memory_revision + t.recall,
    shape_revision = s.shape_revision + t.shape, memory_count = s.memory_count + t.memories,
    conversation_count = s.conversation_count + t.conversations, message_count = s.message_count + t.messages
  from total t join locked l on l.kind = t.kind and l.id = t.id
  where s.account_id = ${account} and s.kind = t.kind and s.id = t.id
  returning s.kind, s.id, s.seq - t.events as base
)
insert into event (account_id, kind, stream_id, seq, type, subject_id, changed, data, at)
select ${account}, c.kind, c.id, r.base + row_number() over (partition by c.kind, c.id order by c.ordinal),
  c.type, c.subject_id, c.changed, c.data, clock_timestamp()
from change c join raised r on r.kind = c.kind and r.id = c.id`;
}

const valuesRow = (change: Change, index: number): string =>
  `(${[
    index,
    `${escapeLiteral(change.kind)}`,
    `${escapeLiteral(change.streamId)}::uuid`,
    escapeLiteral(change.type),
    `${escapeLiteral(change.subjectId)}::uuid`,
    `array[${(change.changed ?? []).map((field) => escapeLiteral(field)).join(',')}]::text[]`,
    change.data ? `${escapeLiteral(JSON.stringify(change.data))}::jsonb` : 'null::jsonb',
    change.recall ? 1 : 0,
    change.shape ? 1 : 0,
    change.memories ?? 0,
    change.conversations ?? 0,
    change.messages ?? 0,
  ].join(', ')})`;
