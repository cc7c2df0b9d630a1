import type { EventType } from '../db/tables.ts';
import type { LoggedEvent } from '../events/consumer.ts';
import { BoundedQueue, type QueueFigures, type QueueOptions } from './bounded-queue.ts';
import { type Feed, type FeedFollower, type FinalEvent, finalEvent, type ReadText } from './feed.ts';
import { failing, isLater, over, Pulled, type Soon, type Step, waitFor } from './soon.ts';
import { gone, tooSlow } from './stream.errors.ts';
import { eventItem, type Position, type Queued, type StreamItem, streamRules, type TextPart } from './stream-item.ts';
import { type Telling, ToldText } from './told-text.ts';

export interface SubscriptionOptions extends Required<Pick<QueueOptions<Queued>, 'overflow' | 'onEnd' | 'onDone'>> {
  /** The subscription starts after this position. */
  readonly from: Position;
  readonly size: number;
  /** Type of the last event to deliver, as if it were in the log, if the subject is deleted together with its parent. */
  readonly farewell?: EventType;
  /** The last event of a stream that has already ended: the log may no longer have it. */
  readonly ended: EndOfStream | null;
  /** Returns the whole text so far, for a stream with a growing text. */
  readonly readText?: ReadText;
}

/** Type and sequence number of the last event of an ended stream. */
export interface EndOfStream {
  readonly type: EventType;
  readonly seq: number;
}

/** Maximum number of bytes queued per subscriber: rows of ids, and growing text. */
const maxBytes = 1024 * 1024;

/**
 * One subscriber of a stream. It reads the log page by page as it is pulled, until it reaches the feed's position. In the same turn
 * of the event loop it goes live: from then on its queue receives the feed's events. So no event is lost or duplicated.
 */
export class StreamSubscription extends Pulled<StreamItem> implements FeedFollower {
  /** Shares values made of events between subscribers. */
  readonly feed: Feed;
  readonly #options: SubscriptionOptions;
  readonly #queue: BoundedQueue<Queued>;
  readonly #text: ToldText | null;
  /** `live`: the queue receives the feed's events. `gone`: the subject was deleted, or is no longer visible to the consumer. */
  #state: 'new' | 'reading' | 'live' | 'gone' = 'new';
  #telling: Iterator<StreamItem | Promise<void>, void> = this.#tell();
  /** Position after the last delivered item. */
  #position: Position;
  /** The latest burst of events, and whether the consumer had asked for more since the one before. */
  #burst = { number: 0, isRead: true };
  #pulledSinceBurst = true;

  constructor(feed: Feed, options: SubscriptionOptions) {
    super();
    this.feed = feed;
    this.#options = options;
    this.#position = options.from;
    this.#text = options.readText ? new ToldText(feed, options.readText, () => this.#position) : null;
    const { size: maxItems, overflow, onEnd, onDone } = options;
    this.#queue = new BoundedQueue<Queued>({
      ...streamRules,
      maxItems,
      maxBytes,
      overflow,
      onEnd,
      onDone,
      tooSlow,
      gap: (dropped, last) => this.#overflowed(dropped, last),
      isElsewhere: () => this.#goBackToLog(),
    });
  }

  get figures(): QueueFigures {
    return this.#queue.figures;
  }

  offer(event: LoggedEvent, batch: readonly LoggedEvent[]): void {
    if (this.#state !== 'live' || event.seq <= this.#position.seq) return;
    const { burst } = this.feed;
    if (this.#burst.number !== burst) {
      this.#burst = { number: burst, isRead: this.#pulledSinceBurst };
      this.#pulledSinceBurst = false;
    }
    this.#queue.push(eventItem(event, batch));
  }

  offerText(part: TextPart): void {
    if (this.#state === 'live') this.#queue.push({ type: 'text', part });
  }

  finish(final: FinalEvent | null): void {
    // A subscription that is reading the log finds the last event there, unless the log is deleted, too.
    if (!final || final.gone || this.#state === 'live') this.#endWith(final);
  }

  /** The consumer may no longer see the subject: nothing more is delivered, not even earlier events that are queued. */
  lose(): void {
    if (this.#state === 'gone') return;
    this.#telling = this.#tellLost(this.#state === 'new');
    this.#state = 'gone';
    this.#queue.free();
  }

  pull(): Soon<Step<StreamItem>> {
    return failing(
      () => this.#step(),
      (error) => {
        this.end();
        throw error;
      },
    );
  }

  /** The consumer has left: frees everything. */
  end(): void {
    this.#telling = [].values();
    this.#queue.free();
  }

  async return(): Promise<Step<StreamItem>> {
    this.end();
    return over;
  }

  #step(): Soon<Step<StreamItem>> {
    this.#pulledSinceBurst = true;
    const { done, value } = this.#telling.next();
    if (done) return over;
    if (value instanceof Promise) return value.then(() => this.#step());
    this.#position = value.position;
    return { value, done: false };
  }

  *#tell(): Telling {
    this.#state = 'reading';
    yield this.#opened;
    yield* this.#tellLog();
    if (this.#text) yield* this.#tellAround(this.#text);
    for (;;) {
      if (this.#state === 'reading') yield* this.#tellLog();
      const pulled = this.#queue.pull();
      const { done, value: item } = isLater(pulled) ? yield* waitFor(pulled) : pulled;
      if (done) return;
      if (item.type !== 'text') yield this.#placed(item);
    }
  }

  *#tellLost(isNew: boolean): Telling {
    if (isNew) yield this.#opened;
    const last = this.#lastOf(null);
    if (last) yield this.#placed(last);
    throw gone();
  }

  get #opened(): StreamItem {
    return { type: 'opened', position: this.#position };
  }

  *#tellLog(): Telling {
    for (;;) {
      // Otherwise the text so far would be delivered before events that are being read.
      if (this.#text) yield* waitFor(this.feed.settled());
      if (this.#goLive()) return;
      const { seq } = this.#position;
      const page = yield* waitFor(this.feed.read(seq));
      if (this.#queue.ended) return;
      const next = page.findIndex((event) => event.seq === seq + 1);
      yield* next < 0 ? this.#tellExpired() : this.#tellPage(page, next);
    }
  }

  /** More may arrive at once than the queue holds, however fast the consumer is: unless it has stalled, it reads them from the log. */
  #goBackToLog(): boolean {
    if (this.#text || !this.#burst.isRead) return false;
    this.#state = 'reading';
    return true;
  }

  /** Returns true if there is nothing more to read from the log. */
  #goLive(): boolean {
    if (this.#queue.ended) return true;
    const { seq } = this.#position;
    if (seq < this.feed.seq) return false;
    this.#state = 'live';
    const { ended } = this.#options;
    if (this.feed.final || (ended && seq >= ended.seq)) this.#queue.end();
    return true;
  }

  /** The rest of the page is available without waiting, so that a transport can write all of it to its socket at once. */
  *#tellPage(page: readonly LoggedEvent[], start: number): Telling {
    for (const event of page.slice(start)) {
      if (this.#queue.ended) return;
      const final = finalEvent(this.feed.ref, event);
      if (final) this.#endWith(final);
      else yield this.#placed(eventItem(event, page));
    }
  }

  *#tellExpired(): Telling {
    const last = this.feed.final ?? this.#forgottenEnd();
    const position = { seq: last ? last.event.seq - 1 : this.feed.seq, text: null };
    yield { type: 'gap', position, gap: { reason: 'EXPIRED', dropped: null, resumeAfter: null } };
    if (last) this.#endWith(last);
  }

  /** Returns the end of a stream that is no longer in the log: it is delivered nevertheless. */
  #forgottenEnd(): FinalEvent | null {
    const { ended } = this.#options;
    return ended && this.feed.seq >= ended.seq ? { event: this.#notLogged(ended), gone: false } : null;
  }

  /** Returns an event of the subject as if it were in the log. */
  #notLogged(end: EndOfStream): LoggedEvent {
    return { ...end, subjectId: this.feed.ref.streamId, changed: [], data: null, at: new Date() };
  }

  /** Delivers the queue with the text in between; all of the text comes before the last event. */
  *#tellAround(text: ToldText): Telling {
    if (!this.#queue.ended) yield* text.read();
    for (;;) {
      if (this.#queue.idle) yield* text.rest();
      const { done, value: item } = yield* waitFor(this.#queue.pull());
      if (done) return yield* text.whole();
      if (item.type === 'text') yield* this.#queue.ended ? text.stored(item.part) : text.add(item.part);
      else if (item.type === 'event' && finalEvent(this.feed.ref, item.event)) {
        yield* text.whole();
        return yield this.#placed(item);
      } else {
        if (item.type === 'event') yield* text.before(item.event);
        yield this.#placed(item);
      }
    }
  }

  #placed(item: Extract<Queued, { type: 'event' | 'gap' }>): StreamItem {
    if (item.type === 'gap') return item;
    return { ...item, position: { seq: item.event.seq, text: this.#position.text } };
  }

  #overflowed(dropped: number, last: Queued): Queued {
    const seq = last.type === 'event' ? last.event.seq : this.#position.seq;
    const position = { seq, text: this.#position.text };
    return { type: 'gap', position, gap: { reason: 'OVERFLOW', dropped, resumeAfter: this.#position } };
  }

  /** Ends the subscription after what is queued and its last event; with GONE if the subject no longer exists. */
  #endWith(final: FinalEvent | null): void {
    if (!final || final.gone) {
      this.#state = 'gone';
      this.#queue.end(this.#lastOf(final), gone());
    } else {
      const { event } = final;
      this.#queue.end(event.seq > this.#position.seq ? eventItem(event, [event]) : undefined);
    }
  }

  /** Returns the last event to deliver before GONE. */
  #lastOf(final: FinalEvent | null): Extract<Queued, { type: 'event' }> | undefined {
    const type = this.#options.farewell;
    if (!type) return undefined;
    const told = final?.event.type === type ? final.event : this.#notLogged({ type, seq: this.#position.seq });
    return eventItem(told, [told]);
  }
}
