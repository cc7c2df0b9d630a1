import { sql } from 'kysely';
import { Repeated } from '../repeated.ts';
import type { Database } from './database.ts';

/** Longer than any lease. */
const mostSeconds = 1_800;

/** A lease for work that only one process does at a time, across all machines. */
export class ProcessLease {
  readonly #db: Database;
  readonly #name: string;
  readonly #seconds: number;
  readonly #holder = crypto.randomUUID();

  /** A lease lasts for this many seconds unless renewed. */
  constructor(db: Database, name: string, seconds: number) {
    this.#db = db;
    this.#name = name;
    this.#seconds = seconds;
  }

  /** Takes or renews the lease; returns false if another process holds it. */
  async take(): Promise<boolean> {
    const { rows } = await sql`
      insert into lease (name, holder, until)
      values (${this.#name}, ${this.#holder}, now() + make_interval(secs => ${this.#seconds}))
      on conflict (name) do update set holder = excluded.holder, until = excluded.until
        where lease.holder = excluded.holder or lease.until <= now()
          -- The clock was set back; whoever lives has renewed theirs by the new time.
          or lease.until > now() + make_interval(secs => ${mostSeconds})
      returning name`.execute(this.#db);
    return rows.length > 0;
  }

  /**
   * Holds the lease while `work` runs, however long that takes; returns null if another process holds it. Work during which all
   * renewals fail may run twice: it has to be short and repeatable.
   */
  async during<T>(work: () => Promise<T>): Promise<T | null> {
    if (!(await this.take())) return null;
    await using renewal = new Repeated((this.#seconds * 1_000) / 3, async () => {
      // The next renewal makes up for a failed one; if the database stays away, the work fails, too.
      await this.take().catch(() => {});
    });
    renewal.start();
    return await work();
  }

  /** Releases the lease, so that others can take it at once. */
  async release(): Promise<void> {
    await sql`delete from lease where name = ${this.#name} and holder = ${this.#holder}`.execute(this.#db);
  }
}

/** Deletes expired leases of dead processes: their names may refer to collections that no longer exist. */
export async function forgetLeftLeases(db: Database): Promise<void> {
  await sql`delete from lease where until < now() - interval '1 day'`.execute(db);
}

/** Ends all leases, for a database that only this process uses: their holders died without releasing them. */
export async function endLeases(db: Database): Promise<void> {
  await sql`delete from lease`.execute(db);
}
