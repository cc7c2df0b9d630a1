/** In milliseconds. Work that waits for an answer asks again within a minute, and a request is tried three times. */
const recentMs = 180_000;

/** The outcome of the last call of an endpoint that is rarely called. */
export class LastCall {
  /** By performance.now(); null: none succeeded yet. */
  #succeededAt: number | null = null;
  #failure: { readonly at: number; readonly reason: string } | null = null;

  /** Why the last call failed; null: it succeeded, or is too long ago to say anything. */
  get failure(): string | null {
    return this.#failure && performance.now() - this.#failure.at < recentMs ? this.#failure.reason : null;
  }

  /** Whether a call succeeded within the last milliseconds. */
  succeededWithin(ms: number): boolean {
    return this.#succeededAt !== null && performance.now() - this.#succeededAt < ms;
  }

  /** `reason`: operators see it, so it contains nothing of keys or texts. */
  failed(reason: string): void {
    this.#failure = { at: performance.now(), reason };
  }

  succeeded(): void {
    this.#succeededAt = performance.now();
    this.#failure = null;
  }
}
