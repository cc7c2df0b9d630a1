import type { LoggedEvent } from '../events/consumer.ts';
import { type Feed, placeInText, type ReadText } from './feed.ts';
import { waitFor } from './soon.ts';
import {
  cutText,
  endOf,
  endOfText,
  follows,
  newText,
  type Position,
  type StreamItem,
  type TextEnd,
  type TextPart,
} from './stream-item.ts';

/** What a subscriber is told, one after the other; after a promise it goes on once that has settled. */
export type Telling = Generator<StreamItem | Promise<void>, void>;

/** The text of a stream as one subscriber is told it: in pieces that join, and in between what happened there. */
export class ToldText {
  readonly #feed: Feed;
  readonly #readText: ReadText;
  /** Where its subscriber stands. */
  readonly #position: () => Position;
  /** Of the whole text, what was not told: it may come after something that waits. */
  #rest: TextPart | null = null;

  constructor(feed: Feed, readText: ReadText, position: () => Position) {
    this.#feed = feed;
    this.#readText = readText;
    this.#position = position;
  }

  /** Reads all that there is of it. What happened before its end waits in the queue by then, and is told in between. */
  *read(): Generator<Promise<void>, void> {
    const text = yield* waitFor(this.#readText());
    if (text && !this.#feed.final) yield* waitFor(this.#feed.catchUp());
    this.#rest = text;
  }

  /** What was read and not told: nothing waits that stands before it. */
  rest(): Telling {
    return this.#until(endOfText);
  }

  *whole(): Telling {
    yield* this.read();
    yield* this.rest();
  }

  /** What stands before an event. */
  *before(event: LoggedEvent): Telling {
    const place = placeInText(event);
    if (place) yield* this.#until(place);
  }

  /** A piece, and what stands before it: where some of that was dropped, or told before it was followed, the text is read again. */
  *add(part: TextPart): Telling {
    if (part.attempt <= this.#feed.pastAttempt) return;
    yield* this.#until(endOf(part));
    if (!this.#joins(part)) {
      yield* this.read();
      yield* this.#until(endOf(part));
    }
    // Where that is there no more, another attempt has begun, and this one says nothing.
    if (this.#joins(part)) yield* this.#tell(part);
  }

  #joins(part: TextPart): boolean {
    return follows(part, this.#position().text);
  }

  *#until(place: TextEnd): Telling {
    if (!this.#rest) return;
    const { before, after } = cutText(this.#rest, place);
    this.#rest = after;
    if (before) yield* this.#tell(before);
  }

  *#tell(part: TextPart): Telling {
    const { seq, text } = this.#position();
    const news = newText(part, text);
    if (news && part.attempt > this.#feed.pastAttempt)
      yield { type: 'text', part: news, position: { seq, text: endOf(news) } };
  }
}
