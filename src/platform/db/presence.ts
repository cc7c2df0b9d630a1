/** So long an account counts as being there after it was seen. */
const presentMs = 5_000;

/** Whether accounts are there beside each other: whoever is alone need not share. */
export class Presence {
  readonly #now: () => number;
  /** Who came last, and when somebody else did before. */
  #last = { account: '', at: Number.NEGATIVE_INFINITY };
  #otherAt = Number.NEGATIVE_INFINITY;

  constructor(now: () => number) {
    this.#now = now;
  }

  see(account: string): void {
    if (account !== this.#last.account) this.#otherAt = this.#last.at;
    this.#last = { account, at: this.#now() };
  }

  /** Whether others than this account have been there of late. */
  isBesideOthers(account: string): boolean {
    const othersAt = account === this.#last.account ? this.#otherAt : this.#last.at;
    return this.#now() - othersAt <= presentMs;
  }
}
