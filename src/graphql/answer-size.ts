/** Most text in one answer, in characters: two pages of a hundred of the longest memories, and as much as a body may contain. */
export const MOST_TEXT = 8 * 1024 * 1024;

/** Text in the answer to one request so far: the cost bounds the number of values, but not their length. */
export class AnswerSize {
  #characters = 0;

  /** Adds text; returns false if it is more than the server holds for one request. */
  takes(characters: number): boolean {
    this.#characters += characters;
    return this.#characters <= MOST_TEXT;
  }
}
