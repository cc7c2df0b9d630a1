import type { Requester } from '../requester.ts';
import { Presence } from './presence.ts';
import { PoolBusyError, RequesterGoneError } from './turns.errors.ts';

interface Waiting {
  readonly take: () => void;
}

interface TurnsOptions {
  /** How many have a turn at once. */
  readonly max: number;
  /** How many one account has at most while others are there; omitted: half of them. */
  readonly besideOthers?: number;
  /** How long one waits for it at most. */
  readonly waitMs: number;
  readonly now: () => number;
  /** What is told who waits too long; omitted: that no connection to the database is free. */
  readonly refusal?: () => Error;
  /** Who is there, where several things are shared by the same; omitted: who comes for a turn. */
  readonly presence?: Presence;
}

/** Somebody has to have waited without a break for this share of the longest wait before it is judged how long the next will. */
const judgedAfter = 0.5;

/**
 * Turns at something scarce, shared fairly: of the accounts that wait, the one comes next that has the fewest. One that is alone
 * may have all of it; while others are there, no more than a share, so that some is free when they come. What many
 * wait for goes first. Who would wait too long is told so at once.
 */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #held = new Map<string, number>();
  readonly #waiting = new Map<string, Set<Waiting>>();
  readonly #forMany = new Set<Waiting>();
  #taken = 0;
  #waits = 0;
  /** Since when somebody has waited without a break, and how many turns have ended since. */
  #rush = { since: 0, ended: 0 };
  #timeouts = 0;
  readonly #presence: Presence;

  constructor(options: TurnsOptions) {
    this.#options = options;
    this.#presence = options.presence ?? new Presence(options.now);
  }

  get figures(): { readonly taken: number; readonly waiting: number; readonly timeouts: number } {
    return { taken: this.#taken, waiting: this.#waits, timeouts: this.#timeouts };
  }

  /** Answers what ends the turn. Work for nobody in particular is as an account of its own, without a bound. */
  async take(requester: Requester | undefined): Promise<() => void> {
    const { accountId: account = '', gone = null, forMany = false } = requester ?? {};
    if (gone?.aborted) throw new RequesterGoneError();
    if (account !== '') this.#presence.see(account);
    if (this.#taken >= this.#options.max || !this.#mayHaveMore(account)) {
      if (!forMany && this.#expectedMs(account) > this.#options.waitMs) throw this.#busy();
      await this.#wait(forMany ? this.#forMany : this.#waitingOf(account), account, gone);
    } else this.#begin(account);
    return () => this.#end(account);
  }

  /** How long one more of this account would wait at the pace of late; 0 where that is not known. */
  #expectedMs(account: string): number {
    const { waitMs, now } = this.#options;
    const rushMs = this.#waits > 0 ? now() - this.#rush.since : 0;
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
    for (let next = this.#next(); next && this.#taken < this.#options.max; next = this.#next()) next.take();
  }

  /** What is long past counts half as much each time. */
  #countEnd(): void {
    const { waitMs, now } = this.#options;
    const rush = this.#rush;
    rush.ended += 1;
    const rushMs = now() - rush.since;
    if (rushMs > 2 * waitMs * judgedAfter) this.#rush = { since: now() - rushMs / 2, ended: rush.ended / 2 };
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

  #waitingOf(account: string): Set<Waiting> {
    const own = this.#waiting.get(account) ?? new Set();
    this.#waiting.set(account, own);
    return own;
  }

  #wait(own: Set<Waiting>, account: string, gone: AbortSignal | null): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = () => {
      clearTimeout(timer);
      gone?.removeEventListener('abort', hangUp);
      this.#waits -= 1;
      own.delete(waiting);
      if (own === this.#forMany) return;
      // Who still waits of this account comes after the others.
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
    }, this.#options.waitMs);
    const hangUp = () => {
      leave();
      reject(new RequesterGoneError());
    };
    gone?.addEventListener('abort', hangUp);
    if (this.#waits === 0) this.#rush = { since: this.#options.now(), ended: 0 };
    this.#waits += 1;
    own.add(waiting);
    return promise;
  }
}
