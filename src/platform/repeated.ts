/** Runs work periodically, without overlap: ticks that fall into a running call are skipped. */
export class Repeated implements AsyncDisposable {
  readonly #everyMs: number;
  readonly #work: () => Promise<void>;
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;

  /** `work` must not reject. */
  constructor(everyMs: number, work: () => Promise<void>) {
    this.#everyMs = everyMs;
    this.#work = work;
  }

  /** Starts; the first call follows after one interval. Does nothing if already started. */
  start(): void {
    this.#timer ??= setInterval(this.#tick, this.#everyMs).unref();
  }

  /** Stops further calls; a running one continues to its end. */
  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Also waits for a running call. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.stop();
    await this.#working;
  }

  readonly #tick = (): void => {
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
  };
}
