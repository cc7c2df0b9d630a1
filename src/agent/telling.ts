import { mostOfRequest, roomForEach } from '../platform/language-model/room-in-request.ts';
import type { Note } from './agent.ts';
import { noteLine } from './prompt.ts';

/** What the tools of one run tell of memories in all, in UTF-16 code units, beside what came with the question: every further request repeats it. */
const mostOfTools = 2 * mostOfRequest;

/** What a model is told of memories in one run: nothing twice, and no more than it takes. */
export class Telling {
  /** Numbers of what was told to its end. */
  readonly #whole = new Set<number>();
  #left = mostOfTools;

  /** Whether tools have told all that there is room for. */
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
