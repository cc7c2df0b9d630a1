import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { acrossAccounts } from '../db/account-guard.ts';
import type { Database } from '../db/database.ts';
import { gatheredReads } from '../db/gathered-reads.ts';
import { prepared } from '../db/preparing-client.ts';
import type { StreamRef } from '../events/commits.ts';
import type { LoggedEvent } from '../events/consumer.ts';

/** One commit wakes several streams, and a subscription opens several: those of one turn of the event loop go together. */
const sameTurn = { pause: () => nextTurn() };

/** Where a stream ends, with its last event if the log still has it. */
export interface StreamHead {
  readonly seq: number;
  readonly event: LoggedEvent | null;
}

interface Asked {
  readonly ref: StreamRef;
  readonly after: number;
}

/**
 * Reads streams for those who follow them: one statement for all who ask while another is under way, since a commit wakes
 * the feeds of several streams, and many subscribers come at once.
 */
export class StreamReader {
  /** Most events of one read. */
  readonly pageSize = 50;
  readonly #db: Database;
  readonly #newest: (ref: StreamRef) => Promise<StreamHead | null>;
  readonly #read: (asked: Asked) => Promise<LoggedEvent[]>;

  constructor(db: Database) {
    this.#db = acrossAccounts(db, 'stream', 'event');
    this.#newest = gatheredReads((refs) => this.#heads(refs), sameTurn);
    this.#read = gatheredReads((asked) => this.#pages(asked), sameTurn);
  }

  /** Null where there is no such stream. */
  newest(ref: StreamRef): Promise<StreamHead | null> {
    return this.#newest(ref);
  }

  read(ref: StreamRef, after: number): Promise<LoggedEvent[]> {
    return this.#read({ ref, after });
  }

  /** The number of the newest event of each stream that is there, by its id: one statement, whatever the accounts. */
  async newestOf(refs: readonly StreamRef[]): Promise<Map<string, number>> {
    if (refs.length === 0) return new Map();
    const { rows } = await sql<{ id: string; seq: number }>`
      select stream.id, stream.seq from stream join unnest(
        ${refs.map(({ accountId }) => accountId)}::text[], ${refs.map(({ kind }) => kind)}::text[],
        ${refs.map(({ streamId }) => streamId)}::uuid[]) as followed (account_id, kind, id)
      using (account_id, kind, id)`.execute(this.#db);
    return new Map(rows.map(({ id, seq }) => [id, seq]));
  }

  async #heads(refs: readonly StreamRef[]): Promise<(StreamHead | null)[]> {
    const { rows } = await sql<{ number: number; newest: number } & (LoggedEvent | { readonly type: null })>`${prepared}
      select asked.number, stream.seq as newest, event.seq, type, subject_id as "subjectId", changed, data, at
      from ${askedStreams(refs.map((ref) => ({ ref, after: 0 })))}
      join stream on stream.account_id = asked.account_id and stream.kind = asked.kind and stream.id = asked.id
      left join event on event.account_id = stream.account_id and event.kind = stream.kind
        and event.stream_id = stream.id and event.seq = stream.seq`.execute(this.#db);
    const heads: (StreamHead | null)[] = refs.map(() => null);
    for (const { number, newest, ...event } of rows) {
      heads[number] = { seq: newest, event: event.type === null ? null : event };
    }
    return heads;
  }

  async #pages(asked: readonly Asked[]): Promise<LoggedEvent[][]> {
    const { rows } = await sql<{ number: number } & LoggedEvent>`${prepared}
      select asked.number, page.* from ${askedStreams(asked)}
      cross join lateral (
        select seq, type, subject_id as "subjectId", changed, data, at from event
        where event.account_id = asked.account_id and event.kind = asked.kind and event.stream_id = asked.id
          and event.seq > asked.after
        order by seq limit ${this.pageSize}
      ) page
      order by asked.number, page.seq`.execute(this.#db);
    const pages: LoggedEvent[][] = asked.map(() => []);
    for (const { number, ...event } of rows) pages[number]?.push(event);
    return pages;
  }
}

const askedStreams = (asked: readonly Asked[]) => {
  const rows = asked.map(({ ref: { accountId, kind, streamId }, after }, number) => [
    number,
    accountId,
    kind,
    streamId,
    after,
  ]);
  return sql`(
    select (one->>0)::int as number, one->>1 as account_id, one->>2 as kind, (one->>3)::uuid as id, (one->>4)::int as after
    from json_array_elements(${JSON.stringify(rows)}::json) one
  ) asked`;
};
