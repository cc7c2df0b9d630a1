/** What is asked for by the same key within one turn of the event loop is asked once: nobody in it can know of a commit that the others do not. */
export class OncePerTurn<Answer> {
  #answers = new Map<string, Promise<Answer>>();

  get(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.#answers.get(key);
    if (known) return known;
    if (this.#answers.size === 0) {
      // Not by `clear`, which ties V8's table before to the next one: once one has grown old, none of them dies young.
      setImmediate(() => {
        this.#answers = new Map();
      });
    }
    const answer = ask();
    this.#answers.set(key, answer);
    return answer;
  }

  /** Who asks from now on asks anew. */
  forget(key: string): void {
    this.#answers.delete(key);
  }
}
