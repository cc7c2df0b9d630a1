import { cutText, endOf, joinText, newText, type TextEnd, type TextPart } from './stream-item.ts';

/** The text of a feed's stream: delivers each piece once, and holds back pieces that arrive while the log is being read. */
export class FeedText {
  #told: TextEnd | null = null;
  #held: TextPart[] = [];
  #pastAttempt = 0;

  /** The last attempt that was requeued: no more of its text is delivered, as it may have been purged. */
  get pastAttempt(): number {
    return this.#pastAttempt;
  }

  hold(part: TextPart): void {
    const last = this.#held.at(-1);
    const joined = last && joinText(last, part);
    if (joined) this.#held.pop();
    this.#held.push(joined ?? part);
  }

  /** Returns what is new of the held text up to a position, and marks it as delivered. */
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
