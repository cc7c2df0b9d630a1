/** How long a slice may block the event loop. */
const sliceMs = 5;

/** Runs the work of many subscriptions in slices, one per turn of the event loop, so that everything else gets in between. */
export class LoopSlices {
  readonly #due = new Set<() => void>();
  #turn: NodeJS.Immediate | null = null;
  /** End of the latest slice. */
  #end = 0;

  /** Schedules work; once, however often it is added until it runs. It must not throw. */
  add(work: () => void): void {
    this.#due.add(work);
    this.#turn ??= setImmediate(this.#take);
  }

  /** Resumes work that had to wait: at once if the slice still lasts, else like `add`. */
  goOn(work: () => void): void {
    if (performance.now() < this.#end) work();
    else this.add(work);
  }

  readonly #take = (): void => {
    this.#turn = null;
    this.#end = performance.now() + sliceMs;
    for (const work of this.#due) {
      this.#due.delete(work);
      work();
      if (performance.now() >= this.#end) break;
    }
    if (this.#due.size > 0) this.#turn ??= setImmediate(this.#take);
  };
}
