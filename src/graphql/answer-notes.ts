/** What is noted of an answer while it is made, for whoever keeps it to give it again. */
export class AnswerNotes {
  /** Ids of memories that were recalled together, as often as that was: they are recalled again with the answer. */
  readonly recalled: (readonly string[])[] = [];
  #until = Number.POSITIVE_INFINITY;

  /** It will not hold a moment later. */
  doNotKeep(): void {
    this.#until = 0;
  }

  /** It holds until then, if nothing changes. */
  keepUntil(at: Date): void {
    this.#until = Math.min(this.#until, at.getTime());
  }

  /** How long it may be kept from now on, in milliseconds. */
  get keepMs(): number {
    return Math.max(0, this.#until - Date.now());
  }
}
