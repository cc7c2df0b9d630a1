/** The consecutive parts of a search, and how long each took. */
export class Timeline {
  #began = 0;
  #last = 0;
  #parts = new Map<string, number>();

  begin(): void {
    this.#parts = new Map();
    this.#began = performance.now();
    this.#last = this.#began;
  }

  /** Attributes the time since the last mark to this part. */
  mark(part: string): void {
    const now = performance.now();
    this.#parts.set(part, (this.#parts.get(part) ?? 0) + now - this.#last);
    this.#last = now;
  }

  end(): { readonly totalMs: number; readonly parts: ReadonlyMap<string, number> } {
    return { totalMs: performance.now() - this.#began, parts: this.#parts };
  }
}
