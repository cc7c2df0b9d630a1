/** Work that is done again and again, once at a time: while it takes longer than the time in between, nothing is made up for. */
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

  /** Has it done from now on, for the first time after the time in between; nothing where it goes on already. */
  start(): void {
    this.#timer ??= setInterval(this.#tick, this.#everyMs).unref();
  }

  /** Has it done no more; what is under way goes on to its end. */
  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Waits for what is under way, too. */
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
