import { sql } from 'kysely';
import { Repeated } from '../repeated.ts';
import type { Database } from './database.ts';

/** Nobody takes a lease for so long. */
const mostSeconds = 1_800;

/** Work that one process at a time does, on any of the machines. */
export class ProcessLease {
  readonly #db: Database;
  readonly #name: string;
  readonly #seconds: number;
  readonly #holder = crypto.randomUUID();

  /** Who takes it holds it for so many seconds, unless it is taken again before. */
  constructor(db: Database, name: string, seconds: number) {
    this.#db = db;
    this.#name = name;
    this.#seconds = seconds;
  }

  /** Takes or renews it; false where another process holds it. */
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

  /** Holds it while something is done, however long that takes; null where another process holds it. */
  async during<T>(work: () => Promise<T>): Promise<T | null> {
    if (!(await this.take())) return null;
    await using renewal = new Repeated((this.#seconds * 1_000) / 3, async () => {
      // One that fails is made up for by the next; where the database stays away, the work fails, too.
      await this.take().catch(() => {});
    });
    renewal.start();
    return await work();
  }

  /** Lets others have it at once. */
  async release(): Promise<void> {
    await sql`delete from lease where name = ${this.#name} and holder = ${this.#holder}`.execute(this.#db);
  }
}

/** Forgets what processes held long ago and did not live to release: it may name a collection that is no more. */
export async function forgetLeftLeases(db: Database): Promise<void> {
  await sql`delete from lease where until < now() - interval '1 day'`.execute(db);
}

/** Ends what processes held that did not live to release it: where one process at a time has the database, and this is it. */
export async function endLeases(db: Database): Promise<void> {
  await sql`delete from lease`.execute(db);
}
