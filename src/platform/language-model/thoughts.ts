const opening = '<think>';
const closing = '</think>';
/** A text with more blanks before all else does not begin with a thought: nothing is held for ever. */
const mostBlanks = 100;

type State = 'before' | 'within' | 'perhaps within' | 'behind' | 'none';
const holding: readonly State[] = ['before', 'within', 'perhaps within'];

/**
 * Leaves out what a model thinks before it answers, where its server leaves that in the answer: a text that begins with `<think>`, up to
 * `</think>`. The text comes in pieces, which may end anywhere. Of some models the opening stands in the template of what they are asked,
 * so that it never comes: where that is expected, all is held until the closing, or the end of a text that has none.
 */
export class Thoughts {
  readonly #mayBeOpen: boolean;
  #state: State = 'before';
  /** What has come and may be a part of a thought or of a tag. */
  #held = '';
  /** The end of what has come, in which a tag may begin. */
  #end = '';
  /** Whether the first tag is one that closes; null: there was none yet. */
  #closedAlone: boolean | null = null;

  /** `mayBeOpen`: whether the text may begin within a thought. */
  constructor({ mayBeOpen = false } = {}) {
    this.#mayBeOpen = mayBeOpen;
  }

  /** Whether a thought came to its end that had no beginning: the next text of the same model may be such a one. */
  get closedAlone(): boolean {
    return this.#closedAlone === true;
  }

  /** What of the next piece belongs to the answer, together with what was held of those before it. */
  leaveOut(piece: string): string {
    this.#lookForTag(piece);
    if (this.#state === 'none') return piece;
    this.#held += piece;
    if (this.#state === 'before') this.#begin();
    if (this.#state === 'within') this.#goOn();
    if (this.#state === 'perhaps within') this.#decide();
    if (this.#state === 'behind') this.#held = this.#held.trimStart();
    if (holding.includes(this.#state) || this.#held === '') return '';
    this.#state = 'none';
    return this.rest();
  }

  /** The answer in a text that is whole. */
  leaveOutOf(text: string): string {
    return this.leaveOut(text) + this.rest();
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
    else if (!opening.startsWith(text) || this.#held.length > mostBlanks)
      this.#state = this.#mayBeOpen ? 'perhaps within' : 'none';
  }

  #goOn(): void {
    const end = this.#held.indexOf(closing);
    if (end >= 0) this.#state = 'behind';
    this.#held = end >= 0 ? this.#held.slice(end + closing.length) : this.#held.slice(1 - closing.length);
  }

  #decide(): void {
    if (this.#closedAlone === null) return;
    this.#state = this.#closedAlone ? 'behind' : 'none';
    if (this.#closedAlone) this.#held = this.#held.slice(this.#held.indexOf(closing) + closing.length);
  }

  #lookForTag(piece: string): void {
    if (this.#closedAlone !== null) return;
    this.#end += piece;
    const [tag] = /<\/?think>/.exec(this.#end) ?? [];
    if (tag !== undefined) this.#closedAlone = tag === closing;
    this.#end = this.#end.slice(1 - closing.length);
  }
}
