/** An account counts as present for this long after its last operation. */
const presentMs = 5_000;

/** Tracks whether several accounts are active at the same time: an account that is alone need not share. */
export class Presence {
  /** The account seen last, and when any other one was last seen before. */
  #last = { account: '', at: Number.NEGATIVE_INFINITY };
  #otherAt = Number.NEGATIVE_INFINITY;

  see(account: string): void {
    if (account !== this.#last.account) this.#otherAt = this.#last.at;
    this.#last = { account, at: performance.now() };
  }

  /** Whether another account was seen recently. */
  isBesideOthers(account: string): boolean {
    const othersAt = account === this.#last.account ? this.#otherAt : this.#last.at;
    return performance.now() - othersAt <= presentMs;
  }
}
