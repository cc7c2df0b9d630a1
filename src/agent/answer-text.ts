import { cut } from '../conversation/window.ts';
import { cutNote, maxAnswerLength } from './agent-run.ts';

/** So much is told as it comes: behind it there is room to say that the rest is cut. */
const roomBeforeNote = maxAnswerLength - cutNote.length;

interface Piece {
  readonly text: string;
  readonly offset: number;
}

/** An answer as it grows: well-formed text that a message can hold, whatever a model sends. */
export class AnswerText {
  #text = '';
  /** Half of a surrogate pair, whose other half is still to come. */
  #half = '';
  /** What fits only if nothing more comes than the note would take. */
  #held = '';
  #cut = false;

  get text(): string {
    return this.#text;
  }

  /** Takes the next piece; answers what there is to tell of it, and from where on. */
  append(piece: string): Piece | null {
    if (this.#cut) return null;
    const given = this.#half + piece.replaceAll('\u0000', '');
    const split = /[\uD800-\uDBFF]$/.test(given);
    this.#half = split ? given.slice(-1) : '';
    return this.#grow(this.#fitting(this.#held + (split ? given.slice(0, -1) : given).toWellFormed()));
  }

  /** Nothing more comes: answers what was held back, if there is anything. */
  end(): Piece | null {
    const held = this.#held;
    this.#held = '';
    return this.#grow(held);
  }

  #fitting(text: string): string {
    this.#cut = this.#text.length + text.length > maxAnswerLength;
    const fitting = cut(text, roomBeforeNote - this.#text.length);
    this.#held = this.#cut ? '' : text.slice(fitting.length);
    return this.#cut ? fitting + cutNote : fitting;
  }

  #grow(text: string): Piece | null {
    if (text === '') return null;
    const offset = this.#text.length;
    this.#text += text;
    return { text, offset };
  }
}
