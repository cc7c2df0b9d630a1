import { sql } from 'kysely';
import type { Logger } from 'pino';
import { acrossAccounts } from '../db/account-guard.ts';
import type { Database } from '../db/database.ts';
import type { StreamRef } from './commits.ts';

export interface UnheardCommitsOptions {
  readonly db: Database;
  /** Tells of what was committed, here or elsewhere; null: those elsewhere say nothing. */
  readonly onWake: ((listener: (touched: readonly StreamRef[]) => void) => Disposable) | null;
  /** Told of accounts in which something was committed of which nobody said anything. */
  readonly onUnheard: (accountId: string) => void;
  /** How long after a commit somebody may still say so. */
  readonly patienceMs: number;
  readonly log: Pick<Logger, 'warn'>;
}

const pollMs = 400;
/** How far back each look goes: a commit may be seen some time after its events were written. */
const windowMs = 3_000;
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
  /** The newest event of an account when it was looked at. */
  readonly #seen = new Map<string, number>();
  readonly #listening: Disposable | undefined;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(options: UnheardCommitsOptions) {
    this.#options = options;
    this.#listening = options.onWake?.((touched) => {
      for (const { accountId } of touched) this.#heard.set(accountId, performance.now());
    });
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#looking ??= this.look().finally(() => {
        this.#looking = null;
      });
    }, pollMs).unref();
  }

  /** Whether the last look is no longer ago than what it promises. */
  get isCurrent(): boolean {
    return performance.now() - this.#lookedAt < trustedMs;
  }

  /** Looks once. Never rejects. */
  async look(): Promise<void> {
    const { patienceMs, onUnheard, log } = this.#options;
    const began = performance.now();
    try {
      const recent = await this.#recent();
      for (const { accountId, at, ageMs } of recent) {
        const heardAt = this.#heard.get(accountId) ?? Number.NEGATIVE_INFINITY;
        // Somebody says so after the commit, and the events were written before it.
        if (ageMs < patienceMs || heardAt > began - ageMs || this.#seen.get(accountId) === at) continue;
        this.#seen.set(accountId, at);
        onUnheard(accountId);
      }
      const accounts = new Set(recent.map(({ accountId }) => accountId));
      for (const accountId of this.#seen.keys()) if (!accounts.has(accountId)) this.#seen.delete(accountId);
      this.#lookedAt = began;
    } catch (error) {
      log.warn({ err: error }, 'the event log could not be looked through for commits that nobody told of');
    }
    for (const [accountId, at] of this.#heard) if (began - at > 2 * windowMs) this.#heard.delete(accountId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listening?.[Symbol.dispose]();
    if (this.#timer) clearInterval(this.#timer);
    await this.#looking;
  }

  /** A collection that is made has no events yet, and one that is deleted may soon have none any more. */
  async #recent(): Promise<readonly { readonly accountId: string; readonly at: number; readonly ageMs: number }[]> {
    const { rows } = await sql<{ accountId: string; at: number; ageMs: number }>`
      select account_id as "accountId", extract(epoch from max(at))::float8 as at,
        (extract(epoch from now() - max(at)) * 1000 + ${roundedMs}::float8)::float8 as "ageMs"
      from (
        select account_id, at from event where at > now() - ${windowMs}::int * interval '1 millisecond'
        union all
        select account_id, created_at from collection where created_at > now() - ${windowMs}::int * interval '1 millisecond'
        union all
        select account_id, at from purge_ledger where at > now() - ${windowMs}::int * interval '1 millisecond'
      ) as changed
      group by account_id`.execute(acrossAccounts(this.#options.db, 'event', 'collection', 'purge_ledger'));
    return rows;
  }
}
