/** In milliseconds. Work that waits for an answer asks again within a minute, and a request is tried three times. */
const recentMs = 180_000;

/** Tracks whether the last call of something rarely called failed. Older failures no longer count. */
export class LastFailure {
  /** By performance.now(); null: the last call succeeded. */
  #at: number | null = null;

  get isRecent(): boolean {
    return this.#at !== null && performance.now() - this.#at < recentMs;
  }

  note(): void {
    this.#at = performance.now();
  }

  clear(): void {
    this.#at = null;
  }
}
