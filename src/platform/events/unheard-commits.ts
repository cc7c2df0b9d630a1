import { sql } from 'kysely';
import type { Logger } from 'pino';
import { acrossAccounts } from '../db/account-guard.ts';
import type { Database } from '../db/database.ts';
import { Repeated } from '../repeated.ts';
import type { StreamRef } from './commits.ts';

export interface UnheardCommitsOptions {
  readonly db: Database;
  /** Tells of what was committed, here or elsewhere; null: those elsewhere say nothing. */
  readonly onWake: ((listener: (touched: readonly StreamRef[]) => void) => Disposable) | null;
  /** Told of accounts in which something was committed of which nobody said anything. */
  readonly onUnheard: (accountId: string) => void;
  /** How long after a commit somebody may still say so. */
  readonly patienceMs: number;
  /** How far each look goes back behind the one before: a commit may be seen some time after its events were written. 3,000 by itself. */
  readonly windowMs?: number;
  readonly log: Pick<Logger, 'warn'>;
}

const pollMs = 400;
const usualWindowMs = 3_000;
/** What was seen longer ago says nothing about now. */
const trustedMs = 1_000;
/** Instants of events are whole milliseconds: one may stand so much after its event at most. */
const roundedMs = 0.5;

/**
 * Looks into the event log for commits that nobody told of: of a process that died right after one, or of processes that have
 * no Redis to tell by. All together are found within a second.
 */
export class UnheardCommits implements AsyncDisposable {
  readonly #options: UnheardCommitsOptions;
  /** When something was last heard of an account, by the clock of this process. */
  readonly #heard = new Map<string, number>();
  /** What there was of an account in a second when it was looked at. */
  readonly #seen = new Map<string, string>();
  readonly #listening: Disposable | undefined;
  readonly #looking = new Repeated(pollMs, () => this.look());
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** When that was by the clock of the database, in seconds since 1970: however long the process stood still since, or the database was away. */
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

  /** Whether the last look is no longer ago than what it promises. */
  get isCurrent(): boolean {
    return performance.now() - this.#lookedAt < trustedMs;
  }

  get #windowMs(): number {
    return this.#options.windowMs ?? usualWindowMs;
  }

  /** Looks once. Never rejects. */
  async look(): Promise<void> {
    const { patienceMs, onUnheard, log } = this.#options;
    const began = performance.now();
    try {
      const { now, recent } = await this.#recent();
      const unheard = new Set<string>();
      for (const { accountId, second, changes, ageMs } of recent) {
        const key = `${second} ${accountId}`;
        const heardAt = this.#heard.get(accountId) ?? Number.NEGATIVE_INFINITY;
        // Somebody says so after the commit, and the events were written before it.
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
   * A collection that is made has no events yet, and one that is deleted may soon have none any more. What lies ahead was written before the clock was set
   * back: it would hide what is committed now. Of two commits that overlap the earlier events may be seen later: what there is is counted, by whole
   * seconds, none of which is looked at in part as time goes on.
   */
  async #recent(): Promise<{ readonly now: number; readonly recent: readonly Recent[] }> {
    const since = sql`date_trunc('second', least(now(), to_timestamp(${this.#lookedUpTo}::float8)) - ${ms(this.#windowMs)})`;
    const until = sql`now() + ${ms(roundedMs)}`;
    const { rows } = await sql<{ now: number; recent: Recent[] }>`
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
      ), '[]') as recent`.execute(acrossAccounts(this.#options.db, 'event', 'collection', 'purge_ledger'));
    const [found] = rows;
    if (!found) throw new Error('A statement without a condition answered nothing');
    return found;
  }
}

const ms = (count: number) => sql`${count}::float8 * interval '1 millisecond'`;

/** An account in which something was committed of late, in which second, what there is of it, and how long ago the newest is. */
interface Recent {
  readonly accountId: string;
  readonly second: string;
  readonly changes: string;
  readonly ageMs: number;
}
