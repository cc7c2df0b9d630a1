/** Most text in one answer, in characters: two pages of a hundred of the longest memories, and as much as a body may hold. */
export const MOST_TEXT = 8 * 1024 * 1024;

/** How much text the answer to one request holds so far: its cost counts what there may be, and not how long that is. */
export class AnswerSize {
  #characters = 0;

  /** False where it is more than the server would hold for one request. */
  takes(characters: number): boolean {
    this.#characters += characters;
    return this.#characters <= MOST_TEXT;
  }
}
