import { LRUCache } from 'lru-cache';
import { pause } from '../../platform/pause.ts';
import { operationRules } from '../../platform/turns/operation-turns.ts';
import type { Requester } from '../../platform/turns/requester.ts';
import { RequesterGoneError } from '../../platform/turns/turns.errors.ts';

/**
 * A query of cost 5,000 may hold the event loop for five milliseconds in one go. Six of the largest answers come without a pause, then one in
 * the time of twenty. Source: `npm run bench:flood`.
 */
export const heavyPace = {
  /** Queries of a higher cost are heavy. */
  heavyCost: 5_000,
  /** Values an account may be answered without a pause, and values per second after that. */
  atOnce: 100_000,
  perSecond: 20_000,
};

/** Accounts whose debts are remembered; an account that returns after this many others owes nothing. */
const mostAccounts = 1_000;

interface Account {
  /** When the account has paid, at its pace, for all that it was answered. */
  until: number;
  /** Resolves when the latest read has ended or used its turn. */
  last: Promise<void>;
}

type HeavyReadsOptions = Readonly<typeof heavyPace> & {
  /** Whether other accounts are active. */
  readonly isBesideOthers: (accountId: string) => boolean;
};

/**
 * Makes large answers of one account wait for each other, and then for a pace, while other accounts are active. GraphQL completes a result
 * in one go, tens of milliseconds for the largest, and turns alone would let them follow one another.
 */
export class HeavyReads {
  readonly #options: HeavyReadsOptions;
  readonly #accounts = new LRUCache<string, Account>({
    max: mostAccounts,
    memoMethod: () => ({ until: 0, last: Promise.resolve() }),
  });

  constructor(options: HeavyReadsOptions) {
    this.#options = options;
  }

  /** Runs `work`, which may cost up to `cost`. Throws RequesterGoneError if the client hangs up while waiting. */
  async run<T>(requester: Requester, cost: number, work: () => Promise<T>): Promise<T> {
    const { accountId } = requester;
    const { heavyCost, isBesideOthers } = this.#options;
    if (cost <= heavyCost || !isBesideOthers(accountId)) return await work();
    const account = this.#accounts.memo(accountId);
    const before = account.last;
    const { promise, resolve: end } = Promise.withResolvers<void>();
    account.last = promise;
    let turn: NodeJS.Timeout | undefined;
    try {
      await before;
      await this.#untilPaid(account, requester);
      // The work may wait for a model: the next read begins after a turn at the latest.
      turn = setTimeout(end, operationRules.query.turnMs);
      const answer = await work();
      account.until = Math.max(account.until, performance.now()) + this.#msFor(valuesIn(answer));
      return answer;
    } finally {
      clearTimeout(turn);
      end();
    }
  }

  async #untilPaid({ until }: Account, { gone }: Requester): Promise<void> {
    const waitMs = until - performance.now() - this.#msFor(this.#options.atOnce);
    if (waitMs > 0) await pause(waitMs, gone);
    if (gone?.aborted) throw new RequesterGoneError();
  }

  #msFor(values: number): number {
    return (values * 1_000) / this.#options.perSecond;
  }
}

/** Counts objects, lists and the values in them. */
function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  let values = 1;
  for (const part of Object.values(value)) values += valuesIn(part);
  return values;
}
