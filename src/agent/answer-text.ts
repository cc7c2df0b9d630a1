import { cut } from '../conversation/window.ts';
import { maxAnswerLength } from './agent-run.ts';

interface Piece {
  readonly text: string;
  readonly offset: number;
}

/** A growing answer: well-formed text that fits into a message, whatever a model sends. */
export class AnswerText {
  #text = '';
  /** First half of a surrogate pair whose second half is still to come. */
  #half = '';
  /** Text that takes the room of the note: it is passed on only if the answer ends within the limit. */
  #held = '';
  #cut = false;
  readonly #note: string;
  /** Text up to this length is passed on as it comes: after it there is still room for the note. */
  readonly #roomBeforeNote: number;

  /** `note`: said where the rest is cut. */
  constructor(note: string) {
    this.#note = note;
    this.#roomBeforeNote = maxAnswerLength - note.length;
  }

  get isCut(): boolean {
    return this.#cut;
  }

  get text(): string {
    return this.#text;
  }

  /** Appends a piece of the answer. Returns the text to pass on, with its offset; null if there is none. */
  append(piece: string): Piece | null {
    if (this.#cut) return null;
    const given = this.#half + piece.replaceAll('\u0000', '');
    const split = /[\uD800-\uDBFF]$/.test(given);
    this.#half = split ? given.slice(-1) : '';
    return this.#grow(this.#fitting(this.#held + (split ? given.slice(0, -1) : given).toWellFormed()));
  }

  /** Ends the answer. Returns the text that was held back; null if there is none. */
  end(): Piece | null {
    const held = this.#held;
    this.#held = '';
    return this.#grow(held);
  }

  #fitting(text: string): string {
    this.#cut = this.#text.length + text.length > maxAnswerLength;
    const fitting = cut(text, this.#roomBeforeNote - this.#text.length);
    this.#held = this.#cut ? '' : text.slice(fitting.length);
    return this.#cut ? fitting + this.#note : fitting;
  }

  #grow(text: string): Piece | null {
    if (text === '') return null;
    const offset = this.#text.length;
    this.#text += text;
    return { text, offset };
  }
}
