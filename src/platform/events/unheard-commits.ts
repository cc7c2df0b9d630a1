import { sql } from 'kysely';
import type { Logger } from 'pino';
import { acrossAccounts } from '../db/account-guard.ts';
import type { Database } from '../db/database.ts';
import { onlyRow } from '../db/only-row.ts';
import { Repeated } from '../repeated.ts';
import type { StreamRef } from './commits.ts';

export interface UnheardCommitsOptions {
  readonly db: Database;
  /** Notifies of commits, here or in other processes; null: other processes send no notifications. */
  readonly onWake: ((listener: (touched: readonly StreamRef[]) => void) => Disposable) | null;
  /** Called for accounts with commits that nobody announced. */
  readonly onUnheard: (accountId: string) => void;
  /** How long after a commit its notification may still arrive. */
  readonly patienceMs: number;
  /** How far each poll reaches back before the previous one: commits may become visible some time after their events were written. Default: 3,000. */
  readonly windowMs?: number;
  readonly log: Pick<Logger, 'warn'>;
}

const pollMs = 400;
const usualWindowMs = 3_000;
/** A poll is current for this long. */
const trustedMs = 1_000;
/** Timestamps of events are rounded to milliseconds: one may lie this far after its event. */
const roundedMs = 0.5;

/**
 * Polls the event log for commits that nobody announced: of a process that died right after one, or of processes without
 * Redis. Finds them within a second.
 */
export class UnheardCommits implements AsyncDisposable {
  readonly #options: UnheardCommitsOptions;
  /** Time of the last notification by account, on this process's clock. */
  readonly #heard = new Map<string, number>();
  /** What each account had per second when it was last polled. */
  readonly #seen = new Map<string, string>();
  readonly #listening: Disposable | undefined;
  readonly #looking = new Repeated(pollMs, () => this.look());
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** Time of the last poll on the database's clock, in seconds since 1970: works even if the process was suspended or the database away since. */
  #lookedUpTo: number | null = null;

  constructor(options: UnheardCommitsOptions) {
    this.#options = options;
    this.#listening = options.onWake?.((touched) => {
      for (const { accountId } of touched) this.#heard.set(accountId, performance.now());
    });
  }

  start(): void {
    this.#looking.start();
  }

  /** Whether the last poll is recent enough for what this class promises. */
  get isCurrent(): boolean {
    return performance.now() - this.#lookedAt < trustedMs;
  }

  get #windowMs(): number {
    return this.#options.windowMs ?? usualWindowMs;
  }

  /** Polls once. Never rejects. */
  async look(): Promise<void> {
    const { patienceMs, onUnheard, log } = this.#options;
    const began = performance.now();
    try {
      const { now, recent } = await this.#recent();
      const unheard = new Set<string>();
      for (const { accountId, second, changes, ageMs } of recent) {
        const key = `${second} ${accountId}`;
        const heardAt = this.#heard.get(accountId) ?? Number.NEGATIVE_INFINITY;
        // A notification follows its commit, and events are written before it.
        if (ageMs < patienceMs || heardAt > began - ageMs || this.#seen.get(key) === changes) continue;
        this.#seen.set(key, changes);
        unheard.add(accountId);
      }
      for (const accountId of unheard) onUnheard(accountId);
      const keys = new Set(recent.map(({ accountId, second }) => `${second} ${accountId}`));
      for (const key of this.#seen.keys()) if (!keys.has(key)) this.#seen.delete(key);
      this.#lookedAt = began;
      this.#lookedUpTo = now;
    } catch (error) {
      log.warn({ err: error }, 'the event log could not be searched for unannounced commits');
    }
    for (const [accountId, at] of this.#heard) if (began - at > 2 * this.#windowMs) this.#heard.delete(accountId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listening?.[Symbol.dispose]();
    await this.#looking[Symbol.asyncDispose]();
  }

  /**
   * Also reads new collections, which have no events yet, and purges, since deleted collections may soon have no events left. Ignores times in the future: they
   * were written before the clock was set back, and would hide current commits. If two commits overlap, the earlier events may become visible
   * later: therefore rows are counted, by whole seconds, and the window never starts in the middle of one.
   */
  async #recent(): Promise<{ readonly now: number; readonly recent: readonly Recent[] }> {
    const since = sql`date_trunc('second', least(now(), to_timestamp(${this.#lookedUpTo}::float8)) - ${ms(this.#windowMs)})`;
    const until = sql`now() + ${ms(roundedMs)}`;
    return await onlyRow(
      acrossAccounts(this.#options.db, 'event', 'collection', 'purge_ledger'),
      sql<{ now: number; recent: Recent[] }>`
      select extract(epoch from now())::float8 as now, coalesce((
        select json_agg(account) from (
          select account_id as "accountId", date_trunc('second', at) as second, max(at) || ' ' || count(*) as changes,
            (extract(epoch from now() - max(at)) * 1000 + ${roundedMs}::float8)::float8 as "ageMs"
          from (
            select account_id, at from event where at >= ${since} and at <= ${until}
            union all
            select account_id, created_at from collection where created_at >= ${since} and created_at <= ${until}
            union all
            select account_id, at from purge_ledger where at >= ${since} and at <= ${until}
          ) as changed
          group by account_id, second
        ) as account
      ), '[]') as recent`,
    );
  }
}

const ms = (count: number) => sql`${count}::float8 * interval '1 millisecond'`;

/** Recent commits of an account within one second: a fingerprint of them, and the age of the newest. */
interface Recent {
  readonly accountId: string;
  readonly second: string;
  readonly changes: string;
  readonly ageMs: number;
}
