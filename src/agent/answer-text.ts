import { cut } from '../conversation/window.ts';
import { cutNote, maxAnswerLength } from './agent-run.ts';

/** An answer as it grows: well-formed text that a message can hold, whatever a model sends. */
export class AnswerText {
  #text = '';
  /** Half of a surrogate pair, whose other half is still to come. */
  #half = '';
  #cut = false;

  get text(): string {
    return this.#text;
  }

  /** Takes the next piece; answers what there is to tell of it, and from where on. */
  append(piece: string): { readonly text: string; readonly offset: number } | null {
    if (this.#cut) return null;
    const given = this.#half + piece.replaceAll('\u0000', '');
    const split = /[\uD800-\uDBFF]$/.test(given);
    this.#half = split ? given.slice(-1) : '';
    const text = this.#fitting((split ? given.slice(0, -1) : given).toWellFormed());
    if (text === '') return null;
    const offset = this.#text.length;
    this.#text += text;
    return { text, offset };
  }

  #fitting(text: string): string {
    if (this.#text.length + text.length <= maxAnswerLength) return text;
    this.#cut = true;
    const room = maxAnswerLength - cutNote.length - this.#text.length;
    return room >= 0 ? cut(text, room) + cutNote : '';
  }
}
