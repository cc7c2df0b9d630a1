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

/** The items for a subscriber, in order. A yielded promise must settle before the next step. */
export type Telling = Generator<StreamItem | Promise<void>, void>;

/** Delivers the text of a stream to one subscriber: in adjoining pieces, with the events in between at their positions. */
export class ToldText {
  readonly #feed: Feed;
  readonly #readText: ReadText;
  /** Current position of the subscriber. */
  readonly #position: () => Position;
  /** The part of the whole text that is not delivered yet: it may belong after events that are queued. */
  #rest: TextPart | null = null;
  #isReadAtEnd = false;

  constructor(feed: Feed, readText: ReadText, position: () => Position) {
    this.#feed = feed;
    this.#readText = readText;
    this.#position = position;
  }

  /** Reads the whole text so far. Events before its end are in the queue afterwards, and are delivered in between. */
  *read(): Generator<Promise<void>, void> {
    // Once the run has ended, even its last attempt has no text but the stored one.
    const past = this.#feed.final ? Number.POSITIVE_INFINITY : this.#feed.pastAttempt;
    const text = yield* waitFor(this.#readText(past));
    if (text && !this.#feed.final) yield* waitFor(this.#feed.catchUp());
    this.#rest = text;
  }

  /** Delivers the rest of the text that was read. Only called if nothing that belongs before it is queued. */
  rest(): Telling {
    return this.#until(endOfText);
  }

  *whole(): Telling {
    yield* this.read();
    yield* this.rest();
  }

  /** Delivers the text before an event. */
  *before(event: LoggedEvent): Telling {
    const place = placeInText(event);
    if (place) yield* this.#until(place);
  }

  /** Delivers a piece and the text before it. If some of that was dropped, or came before the subscription, reads the text again. */
  *add(part: TextPart): Telling {
    if (part.attempt <= this.#feed.pastAttempt) return;
    yield* this.#until(endOf(part));
    if (!this.#joins(part)) {
      yield* this.read();
      yield* this.#until(endOf(part));
    }
    // If the piece still does not adjoin, another attempt has begun, and this piece is obsolete.
    if (this.#joins(part)) yield* this.#tell(part);
  }

  #joins(part: TextPart): boolean {
    return follows(part, this.#position().text);
  }

  /**
   * Delivers the text up to the end of a piece that was queued when the stream ended, from where it is stored: a purge of an ended run
   * empties that, and no event of the stream says so.
   */
  *stored(part: TextPart): Telling {
    if (!this.#isReadAtEnd) yield* this.read();
    this.#isReadAtEnd = true;
    yield* this.#until(endOf(part));
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
