import { cutText, endOf, joinText, newText, type TextEnd, type TextPart } from './stream-item.ts';

/** What a feed tells of the text of its stream: each piece once, and what came while the log was read around what was read. */
export class FeedText {
  #told: TextEnd | null = null;
  #held: TextPart[] = [];
  #pastAttempt = 0;

  /** The last attempt that was put back: nothing of its text is told any more, which may have been purged. */
  get pastAttempt(): number {
    return this.#pastAttempt;
  }

  hold(part: TextPart): void {
    const last = this.#held.at(-1);
    const joined = last && joinText(last, part);
    if (joined) this.#held.pop();
    this.#held.push(joined ?? part);
  }

  /** What is new of what is held, up to a place: it is told with that. */
  takeUntil(place: TextEnd): TextPart[] {
    const cut = this.#held.map((part) => cutText(part, place));
    this.#held = cut.flatMap(({ after }) => after ?? []);
    return cut.flatMap(({ before }) => (before && this.#newsOf(before)) ?? []);
  }

  #newsOf(part: TextPart): TextPart | null {
    const news = newText(part, this.#told);
    if (!news || news.attempt <= this.#pastAttempt) return null;
    this.#told = endOf(news);
    return news;
  }

  putBack(attempt: number): void {
    this.#pastAttempt = attempt;
  }
}
