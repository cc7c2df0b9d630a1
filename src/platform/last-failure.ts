/** In milliseconds: whatever waits for an answer asks again within a minute, and a request is tried three times. */
const recentMs = 180_000;

/** Whether what is asked now and then has failed when it was last asked. What is older says nothing any more. */
export class LastFailure {
  /** By performance.now(); null: it answered when it was last asked. */
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
