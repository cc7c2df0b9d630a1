import { LRUCache } from 'lru-cache';
import { operationRules } from '../platform/db/operation-turns.ts';
import { RequesterGoneError } from '../platform/db/turns.errors.ts';
import { pause } from '../platform/pause.ts';
import type { Requester } from '../platform/requester.ts';

interface HeavyPace {
  /** What may cost more is heavy. */
  readonly heavyCost: number;
  /** So many values an account is answered without a pause, and so many a second after that. */
  readonly atOnce: number;
  readonly perSecond: number;
}

/**
 * A query of 5,000 may hold the event loop for five milliseconds in one go. Of the largest answers six come without a pause, and then one in
 * the time that twenty take. Source: `npm run bench:flood`.
 */
export const heavyPace: HeavyPace = { heavyCost: 5_000, atOnce: 100_000, perSecond: 20_000 };

/** Accounts whose debts are known; one that comes back after as many others owes nothing. */
const mostAccounts = 1_000;

interface Account {
  /** When all that it was answered would have been, at its pace. */
  until: number;
  /** Ends when the last one that came has ended, or has gone on for long. */
  last: Promise<void>;
}

interface HeavyReadsOptions extends HeavyPace {
  readonly now: () => number;
  /** Whether other accounts are there. */
  readonly isBesideOthers: (accountId: string) => boolean;
}

/**
 * Has large answers of one account wait for each other, and then for a pace, while other accounts are there. GraphQL completes what it has in
 * one go, which takes tens of milliseconds for the largest, and turns alone let them follow one another.
 */
export class HeavyReads {
  readonly #options: HeavyReadsOptions;
  readonly #accounts = new LRUCache<string, Account>({ max: mostAccounts });

  constructor(options: HeavyReadsOptions) {
    this.#options = options;
  }

  /** Answers what `work` does, which may cost so much; who hangs up while waiting is answered by RequesterGoneError. */
  async run<T>(requester: Requester, cost: number, work: () => Promise<T>): Promise<T> {
    const { accountId } = requester;
    const { heavyCost, isBesideOthers } = this.#options;
    if (cost <= heavyCost || !isBesideOthers(accountId)) return await work();
    const account = this.#accounts.get(accountId) ?? { until: 0, last: Promise.resolve() };
    this.#accounts.set(accountId, account);
    const before = account.last;
    const { promise, resolve: end } = Promise.withResolvers<void>();
    account.last = promise;
    let turn: NodeJS.Timeout | undefined;
    try {
      await before;
      await this.#untilPaid(account, requester);
      // It may wait for a model.
      turn = setTimeout(end, operationRules.query.turnMs);
      const answer = await work();
      account.until = Math.max(account.until, this.#options.now()) + this.#msFor(valuesIn(answer));
      return answer;
    } finally {
      clearTimeout(turn);
      end();
    }
  }

  async #untilPaid({ until }: Account, { gone }: Requester): Promise<void> {
    const waitMs = until - this.#options.now() - this.#msFor(this.#options.atOnce);
    if (waitMs > 0) await pause(waitMs, gone);
    if (gone?.aborted) throw new RequesterGoneError();
  }

  #msFor(values: number): number {
    return (values * 1_000) / this.#options.perSecond;
  }
}

/** Objects, lists and what stands in them. */
function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  let values = 1;
  for (const part of Object.values(value)) values += valuesIn(part);
  return values;
}
