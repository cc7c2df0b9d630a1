/** What an answer's cache needs to know of it, noted while it is made. */
export class AnswerNotes {
  /** Ids of memories that were recalled together, one list per recall: repeated whenever the cached answer is used. */
  readonly recalled: (readonly string[])[] = [];
  #until = Number.POSITIVE_INFINITY;

  /** The answer may be outdated a moment later. */
  doNotKeep(): void {
    this.#until = 0;
  }

  /** The answer holds until then, if nothing changes. */
  keepUntil(at: Date): void {
    this.#until = Math.min(this.#until, at.getTime());
  }

  /** How long the answer may be kept from now on, in milliseconds. */
  get keepMs(): number {
    return Math.max(0, this.#until - Date.now());
  }
}
