import { sql } from 'kysely';
import { acrossAccounts } from '../db/account-guard.ts';
import type { Database } from '../db/database.ts';
import type { StreamRef } from '../events/commits.ts';
import { type LoggedEvent, readEvents } from '../events/consumer.ts';

/** Reads streams for those who follow them. */
export class StreamReader {
  /** Most events of one read. */
  readonly pageSize = 50;
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Where a stream ends, with its last event if the log still has it; null where there is no such stream. */
  async newest(ref: StreamRef): Promise<{ seq: number; event: LoggedEvent | null } | null> {
    const stream = await this.#db
      .selectFrom('stream')
      .select('seq')
      .where('account_id', '=', ref.accountId)
      .where('kind', '=', ref.kind)
      .where('id', '=', ref.streamId)
      .executeTakeFirst();
    if (!stream) return null;
    const [event = null] = await readEvents(this.#db, ref, stream.seq - 1, 1);
    return { seq: stream.seq, event };
  }

  read(ref: StreamRef, after: number): Promise<LoggedEvent[]> {
    return readEvents(this.#db, ref, after, this.pageSize);
  }

  /** The number of the newest event of each stream that is there, by its id: one statement, whatever the accounts. */
  async newestOf(refs: readonly StreamRef[]): Promise<Map<string, number>> {
    if (refs.length === 0) return new Map();
    const { rows } = await sql<{ id: string; seq: number }>`
      select stream.id, stream.seq from stream join unnest(
        ${refs.map(({ accountId }) => accountId)}::text[], ${refs.map(({ kind }) => kind)}::text[],
        ${refs.map(({ streamId }) => streamId)}::uuid[]) as followed (account_id, kind, id)
      using (account_id, kind, id)`.execute(acrossAccounts(this.#db, 'stream'));
    return new Map(rows.map(({ id, seq }) => [id, seq]));
  }
}
