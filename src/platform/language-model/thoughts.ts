const opening = '<think>';
const closing = '</think>';
/** A text with more blanks before all else does not begin with a thought: nothing is held for ever. */
const mostBlanks = 100;

/**
 * Leaves out what a model thinks before it answers, where its server leaves that in the answer: a text that begins with `<think>`, up to
 * `</think>`. The text comes in pieces, which may end anywhere.
 */
export class Thoughts {
  #state: 'before' | 'within' | 'behind' | 'none' = 'before';
  /** What has come and may be a part of a tag. */
  #held = '';

  /** What of the next piece belongs to the answer, together with what was held of those before it. */
  leaveOut(piece: string): string {
    if (this.#state === 'none') return piece;
    this.#held += piece;
    if (this.#state === 'before') this.#begin();
    if (this.#state === 'within') this.#goOn();
    if (this.#state === 'behind') this.#held = this.#held.trimStart();
    if (this.#state === 'before' || this.#state === 'within' || this.#held === '') return '';
    this.#state = 'none';
    return this.rest();
  }

  /** What is still held of a text that has come to its end. */
  rest(): string {
    const rest = this.#state === 'within' ? '' : this.#held;
    this.#held = '';
    return rest;
  }

  #begin(): void {
    const text = this.#held.trimStart();
    if (text.startsWith(opening)) this.#state = 'within';
    else if (!opening.startsWith(text) || this.#held.length > mostBlanks) this.#state = 'none';
  }

  #goOn(): void {
    const end = this.#held.indexOf(closing);
    if (end >= 0) this.#state = 'behind';
    this.#held = end >= 0 ? this.#held.slice(end + closing.length) : this.#held.slice(1 - closing.length);
  }
}
