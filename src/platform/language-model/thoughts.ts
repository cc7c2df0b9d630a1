const opening = '<think>';
const closing = '</think>';
/** A text with more leading blanks does not begin with a thought, so that nothing is held back forever. */
const mostBlanks = 100;

type State = 'before' | 'within' | 'perhaps within' | 'behind' | 'none';
const holding: readonly State[] = ['before', 'within', 'perhaps within'];

/**
 * Removes a model's thoughts from its response if the server leaves them in: from `<think>` at the beginning to `</think>`. The
 * text arrives in pieces, split anywhere. For some models the opening tag is part of the prompt template and never arrives: if
 * that is expected, all text is held back until the closing tag or the end of the text.
 */
export class Thoughts {
  readonly #mayBeOpen: boolean;
  #state: State = 'before';
  /** Text that may belong to a thought or a tag. */
  #held = '';
  /** End of the text so far, in which a tag may begin. */
  #end = '';
  /** Whether the first tag is a closing one; null: none yet. */
  #closedAlone: boolean | null = null;

  /** `mayBeOpen`: whether the text may begin within a thought. */
  constructor({ mayBeOpen = false } = {}) {
    this.#mayBeOpen = mayBeOpen;
  }

  /** Whether a thought was closed that had not been opened: the next text of the same model may begin within one, too. */
  get closedAlone(): boolean {
    return this.#closedAlone === true;
  }

  /** Returns what can be released of the response after the next piece, including text held back before. */
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

  /** Returns the response within a complete text. */
  leaveOutOf(text: string): string {
    return this.leaveOut(text) + this.rest();
  }

  /** Returns what is still held back at the end of the text. */
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
