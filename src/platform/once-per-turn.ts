/** Deduplicates calls with the same key within one turn of the event loop: none of them can know of a commit that the others do not. */
export class OncePerTurn<Answer> {
  #answers = new Map<string, Promise<Answer>>();

  get(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.#answers.get(key);
    if (known) return known;
    if (this.#answers.size === 0) {
      // Not `clear`, which links V8's old hash table to the next one: once one has been promoted, none of its successors die young.
      setImmediate(() => {
        this.#answers = new Map();
      });
    }
    const answer = ask();
    this.#answers.set(key, answer);
    return answer;
  }

  /** Later callers ask again. */
  forget(key: string): void {
    this.#answers.delete(key);
  }
}
