import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { acrossAccounts } from '../db/account-guard.ts';
import type { Database } from '../db/database.ts';
import { gatheredReads } from '../db/gathered-reads.ts';
import { prepared } from '../db/preparing-client.ts';
import { type AskedStream, askedStreams } from '../events/asked-streams.ts';
import type { StreamRef } from '../events/commits.ts';
import { eventColumns, type LoggedEvent } from '../events/consumer.ts';
import type { FeedSource, StreamHead } from './feed.ts';

/** One commit wakes several streams, and a subscription opens several: reads of one turn of the event loop are batched. */
const sameTurn = { pause: () => nextTurn() };

/**
 * Reads streams for feeds. Batches all requests that come while a statement is running into the next one, since a commit wakes the
 * feeds of several streams, and many subscribers come at once.
 */
export class StreamReader implements FeedSource {
  readonly pageSize = 50;
  readonly newest: FeedSource['newest'];
  readonly #db: Database;
  readonly #log: Pick<Logger, 'warn'>;
  readonly #read: (asked: AskedStream) => Promise<LoggedEvent[]>;

  constructor(db: Database, log: Pick<Logger, 'warn'>) {
    this.#db = acrossAccounts(db, 'stream', 'event');
    this.#log = log;
    this.newest = gatheredReads((refs) => this.#heads(refs), sameTurn);
    this.#read = gatheredReads((asked) => this.#pages(asked), sameTurn);
  }

  read(ref: StreamRef, after: number): Promise<LoggedEvent[]> {
    return this.#read({ ...ref, after });
  }

  onError(error: unknown): void {
    this.#log.warn({ err: error }, 'a stream could not be read; the next poll tries again');
  }

  /** Returns the sequence number of the newest event of each existing stream, by stream id, with one statement for all accounts. */
  async newestOf(refs: readonly StreamRef[]): Promise<Map<string, number>> {
    if (refs.length === 0) return new Map();
    const { rows } = await sql<{ id: string; seq: number }>`
      select stream.id, stream.seq from ${askedStreams(refs)}
      join stream on stream.account_id = asked.account_id and stream.kind = asked.kind
        and stream.id = asked.stream_id`.execute(this.#db);
    return new Map(rows.map(({ id, seq }) => [id, seq]));
  }

  async #heads(refs: readonly StreamRef[]): Promise<(StreamHead | null)[]> {
    const { rows } = await sql<{ place: number; newest: number } & (LoggedEvent | { readonly type: null })>`${prepared}
      select asked.place, stream.seq as newest, ${eventColumns}
      from ${askedStreams(refs)}
      join stream on stream.account_id = asked.account_id and stream.kind = asked.kind and stream.id = asked.stream_id
      left join event on event.account_id = stream.account_id and event.kind = stream.kind
        and event.stream_id = stream.id and event.seq = stream.seq`.execute(this.#db);
    const heads: (StreamHead | null)[] = refs.map(() => null);
    for (const { place, newest, ...event } of rows) {
      heads[place] = { seq: newest, event: event.type === null ? null : event };
    }
    return heads;
  }

  async #pages(asked: readonly AskedStream[]): Promise<LoggedEvent[][]> {
    const { rows } = await sql<{ place: number } & LoggedEvent>`${prepared}
      select asked.place, page.* from ${askedStreams(asked)}
      cross join lateral (
        select ${eventColumns} from event
        where event.account_id = asked.account_id and event.kind = asked.kind and event.stream_id = asked.stream_id
          and event.seq > asked.after
        order by seq limit ${this.pageSize}
      ) page
      order by asked.place, page.seq`.execute(this.#db);
    const pages: LoggedEvent[][] = asked.map(() => []);
    for (const { place, ...event } of rows) pages[place]?.push(event);
    return pages;
  }
}
