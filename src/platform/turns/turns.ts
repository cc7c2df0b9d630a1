import { getOrInsert } from '../get-or-insert.ts';
import { Presence } from './presence.ts';
import type { Requester } from './requester.ts';
import { PoolBusyError, RequesterGoneError } from './turns.errors.ts';

interface Waiting {
  readonly take: () => void;
}

interface Wait {
  readonly account: string;
  readonly gone: AbortSignal | null;
  readonly leftMs: number;
}

export interface TurnsOptions {
  /** Maximum number of turns at once, while they are scarce. */
  readonly max: number;
  /** Whether they are; omitted: always. */
  readonly areScarce?: () => boolean;
  /** Maximum number of turns of one account while others are present; omitted: half of `max`. */
  readonly besideOthers?: number;
  /** Maximum wait for a turn. */
  readonly waitMs: number;
  /** Maximum wait of a new caller once somebody has waited all the time for `afterMs`; omitted: stays the same. */
  readonly standing?: { readonly afterMs: number; readonly waitMs: number };
  /** Error for a caller that would wait too long; omitted: PoolBusyError. */
  readonly refusal?: () => Error;
  /** Tracks who is present, if several resources share it; omitted: whoever asks for a turn here. */
  readonly presence?: Presence;
}

/** Callers must have waited without interruption for this share of the maximum wait before the next wait is estimated. */
const judgedAfter = 0.5;

/**
 * Shares a scarce resource fairly: among waiting accounts, the one that holds the fewest turns is next. An account that is alone
 * may have all of them; while others are present it gets only a share, so that some are free when they come. Work that many
 * wait for goes first. A caller that would wait too long is refused at once.
 */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #held = new Map<string, number>();
  readonly #waiting = new Map<string, Set<Waiting>>();
  readonly #forMany = new Set<Waiting>();
  #taken = 0;
  #waits = 0;
  /** The recent part of the current period in which somebody always waits: its start, and the number of turns that have ended in it. */
  #rush = { since: 0, ended: 0 };
  /** Start of that period. */
  #crowdedSince = 0;
  #timeouts = 0;
  readonly #presence: Presence;

  constructor(options: TurnsOptions) {
    this.#options = options;
    this.#presence = options.presence ?? new Presence();
  }

  get figures(): { readonly taken: number; readonly waiting: number; readonly timeouts: number } {
    return { taken: this.#taken, waiting: this.#waits, timeouts: this.#timeouts };
  }

  /**
   * Waits for a turn, and returns the function that ends it. Work without a requester counts as an account of its own, without a limit.
   * `since`: from when on the wait counts, by performance.now().
   */
  async take(requester: Requester | undefined, since = performance.now()): Promise<() => void> {
    const { accountId: account = '', gone = null, forMany = false } = requester ?? {};
    if (gone?.aborted) throw new RequesterGoneError();
    if (account !== '') this.#presence.see(account);
    if (this.#areTaken || !this.#mayHaveMore(account)) {
      const leftMs = this.#leftMs(since);
      if (!forMany && this.#expectedMs(account) > leftMs) throw this.#busy();
      const waiting = forMany ? this.#forMany : getOrInsert(this.#waiting, account, () => new Set());
      await this.#wait(waiting, { account, gone, leftMs });
    } else this.#begin(account);
    return () => this.#end(account);
  }

  /** Whether an operation of this account waits for a turn. */
  isAwaitedBy(account: string): boolean {
    return (this.#waiting.get(account)?.size ?? 0) > 0;
  }

  /**
   * A queue that is never empty only makes everybody late: with a short wait as many are served, sooner. Source: Maurer, "Fail at Scale",
   * ACM Queue 13/8 (2015), after Nichols and Jacobson, "Controlling Queue Delay", ACM Queue 10/5 (2012).
   */
  #leftMs(since: number): number {
    const { waitMs, standing } = this.#options;
    const now = performance.now();
    const leftMs = waitMs - (now - since);
    const stands = standing && this.#waits > 0 && now - this.#crowdedSince > standing.afterMs;
    return stands ? Math.min(leftMs, standing.waitMs) : leftMs;
  }

  /** Estimated wait of one more caller of this account at the recent pace; 0 if unknown. */
  #expectedMs(account: string): number {
    const { waitMs } = this.#options;
    const rushMs = this.#waits > 0 ? performance.now() - this.#rush.since : 0;
    if (rushMs < waitMs * judgedAfter) return 0;
    const own = this.#waiting.get(account)?.size ?? 0;
    const accounts = this.#waiting.size + (own > 0 ? 0 : 1);
    const before = Math.min(this.#waits, own * accounts + accounts - 1);
    return (before * rushMs) / Math.max(1, this.#rush.ended);
  }

  #busy(): Error {
    this.#timeouts += 1;
    const { waitMs, refusal = () => new PoolBusyError(waitMs) } = this.#options;
    return refusal();
  }

  get #areTaken(): boolean {
    const { max, areScarce } = this.#options;
    return this.#taken >= max && (areScarce?.() ?? true);
  }

  #mayHaveMore(account: string): boolean {
    const { max, besideOthers = Math.ceil(max / 2) } = this.#options;
    if (account === '' || !this.#presence.isBesideOthers(account)) return true;
    return (this.#held.get(account) ?? 0) < besideOthers;
  }

  #begin(account: string): void {
    this.#taken += 1;
    this.#held.set(account, (this.#held.get(account) ?? 0) + 1);
  }

  #end(account: string): void {
    this.#taken -= 1;
    this.#countEnd();
    const held = (this.#held.get(account) ?? 1) - 1;
    if (held > 0) this.#held.set(account, held);
    else this.#held.delete(account);
    for (let next = this.#next(); next && !this.#areTaken; next = this.#next()) next.take();
  }

  /** Halves the weight of older turns from time to time, so that the pace stays recent. */
  #countEnd(): void {
    const { waitMs } = this.#options;
    const rush = this.#rush;
    const now = performance.now();
    rush.ended += 1;
    const rushMs = now - rush.since;
    if (rushMs > 2 * waitMs * judgedAfter) this.#rush = { since: now - rushMs / 2, ended: rush.ended / 2 };
  }

  #next(): Waiting | undefined {
    const [first] = this.#forMany;
    return first ?? this.#nextOfFewest();
  }

  #nextOfFewest(): Waiting | undefined {
    let fewest = Number.POSITIVE_INFINITY;
    let next: Waiting | undefined;
    for (const [account, waiting] of this.#waiting) {
      const held = this.#held.get(account) ?? 0;
      if (held >= fewest || !this.#mayHaveMore(account)) continue;
      fewest = held;
      [next] = waiting;
      if (held === 0) break;
    }
    return next;
  }

  #wait(own: Set<Waiting>, { account, gone, leftMs }: Wait): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = () => {
      clearTimeout(timer);
      gone?.removeEventListener('abort', hangUp);
      this.#waits -= 1;
      own.delete(waiting);
      if (own === this.#forMany) return;
      // The account's remaining callers go behind the other accounts.
      this.#waiting.delete(account);
      if (own.size > 0) this.#waiting.set(account, own);
    };
    const take = () => {
      leave();
      this.#begin(account);
      resolve();
    };
    const waiting = { take };
    const timer = setTimeout(() => {
      leave();
      reject(this.#busy());
    }, leftMs);
    const hangUp = () => {
      leave();
      reject(new RequesterGoneError());
    };
    gone?.addEventListener('abort', hangUp);
    if (this.#waits === 0) {
      this.#crowdedSince = performance.now();
      this.#rush = { since: this.#crowdedSince, ended: 0 };
    }
    this.#waits += 1;
    own.add(waiting);
    return promise;
  }
}
