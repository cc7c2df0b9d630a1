/** How long one turn of the event loop may be kept. */
const sliceMs = 5;

/** Work of many that is due at once: a slice of it in each turn of the event loop, so that all else goes on in between. */
export class LoopSlices {
  readonly #due = new Set<() => void>();
  #turn: NodeJS.Immediate | null = null;
  /** When the slice of the last turn ends. */
  #end = 0;

  /** Has work done soon; once, however often it is asked for until then. It must not throw. */
  add(work: () => void): void {
    this.#due.add(work);
    this.#turn ??= setImmediate(this.#take);
  }

  /** Goes on with work that had to wait: at once where that was not for longer than the slice lasts, else like `add`. */
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
