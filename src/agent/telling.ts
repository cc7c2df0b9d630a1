import { mostOfRequest, roomForEach } from '../platform/language-model/room-in-request.ts';
import type { Note } from './agent.ts';
import { noteLine } from './prompt.ts';

/**
 * Limit for what the tools of one run tell of memories in total, in UTF-16 code units, beside what came with the question: every
 * further request repeats it.
 */
const mostOfTools = 2 * mostOfRequest;

/** Tells a model about memories within one run: none twice, and no more than fits. */
export class Telling {
  /** Numbers of the memories that were told completely. */
  readonly #whole = new Set<number>();
  #left = mostOfTools;

  /** Whether the tools have used up their room. */
  get isOver(): boolean {
    return this.#left <= 0;
  }

  withQuestion(notes: readonly Note[]): string[] {
    return this.#lines(notes, mostOfRequest);
  }

  byTool(notes: readonly Note[]): string {
    const text = this.#lines(notes, Math.min(mostOfRequest, this.#left)).join('\n');
    this.#left -= text.length;
    return text;
  }

  #lines(notes: readonly Note[], room: number): string[] {
    const anew = notes.filter(({ number }) => !this.#whole.has(number));
    const most = roomForEach(
      anew.map(({ content }) => content),
      room,
    );
    return notes.map((note) => {
      if (this.#whole.has(note.number)) return `[${note.number}] as told before`;
      if (note.content.length <= most) this.#whole.add(note.number);
      return noteLine(note, most);
    });
  }
}
