/** An account counts as present for this long after its last operation. */
const presentMs = 5_000;

/** Tracks whether several accounts are active at the same time: an account that is alone need not share. */
export class Presence {
  readonly #now: () => number;
  /** The account seen last, and when any other one was last seen before. */
  #last = { account: '', at: Number.NEGATIVE_INFINITY };
  #otherAt = Number.NEGATIVE_INFINITY;

  constructor(now: () => number) {
    this.#now = now;
  }

  see(account: string): void {
    if (account !== this.#last.account) this.#otherAt = this.#last.at;
    this.#last = { account, at: this.#now() };
  }

  /** Whether another account was seen recently. */
  isBesideOthers(account: string): boolean {
    const othersAt = account === this.#last.account ? this.#otherAt : this.#last.at;
    return this.#now() - othersAt <= presentMs;
  }
}
