import type { EventType } from '../db/tables.ts';
import type { LoggedEvent } from '../events/consumer.ts';
import { BoundedQueue, type Overflow, type QueueFigures } from './bounded-queue.ts';
import { type Feed, type FinalEvent, type Follower, finalEvent, type ReadText } from './feed.ts';
import { failing, isLater, over, Pulled, type Soon, type Step, waitFor } from './soon.ts';
import { gone, tooSlow } from './stream.errors.ts';
import { eventItem, type Position, type Queued, type StreamItem, streamRules, type TextPart } from './stream-item.ts';
import { type Telling, ToldText } from './told-text.ts';

export interface SubscriptionOptions {
  /** It is told what comes after this. */
  readonly from: Position;
  readonly size: number;
  readonly overflow: Overflow;
  /** Told last, as if it stood in the log, where the subject is deleted with what it belongs to. */
  readonly farewell: EventType | null;
  /** The event that its stream ended with, where it has: the log may have forgotten it. */
  readonly ended: EndOfStream | null;
  /** Reads the whole text so far, where the stream has one that grows. */
  readonly readText: ReadText | null;
  /** Runs once, when it has ended: nothing is to be told to it any more. */
  readonly onEnd: (subscription: StreamSubscription) => void;
  /** Runs once, then or later, when its consumer has taken all that waits, or has gone. */
  readonly onDone: () => void;
}

/** Type and number of the last event of a stream that is at its end. */
export interface EndOfStream {
  readonly type: EventType;
  readonly seq: number;
}

/** Most bytes that wait for one subscriber: rows of ids, and text that grows. */
const maxBytes = 1024 * 1024;

/**
 * One subscriber of a stream. It reads the log, page by page as it is pulled, until it has come to where the feed stands;
 * from then on, with no turn of the event loop between, the feed's events come into its queue. So none is lost or doubled.
 */
export class StreamSubscription extends Pulled<StreamItem> implements Follower {
  readonly #feed: Feed;
  readonly #options: SubscriptionOptions;
  readonly #queue: BoundedQueue<Queued>;
  readonly #text: ToldText | null;
  /** `live`: what its feed tells comes into its queue. `gone`: its subject was deleted, or is out of its consumer's sight. */
  #state: 'new' | 'reading' | 'live' | 'gone' = 'new';
  #telling: Iterator<StreamItem | Promise<void>, void> = this.#tell();
  /** After what was told last. */
  #position: Position;
  #tooSlow = false;

  constructor(feed: Feed, options: SubscriptionOptions) {
    super();
    this.#feed = feed;
    this.#options = options;
    this.#position = options.from;
    this.#text = options.readText && new ToldText(feed, options.readText, () => this.#position);
    this.#queue = new BoundedQueue<Queued>({
      ...streamRules,
      maxItems: options.size,
      maxBytes,
      overflow: options.overflow,
      tooSlow: () => {
        this.#tooSlow = true;
        return tooSlow();
      },
      gap: (dropped, last) => this.#overflowed(dropped, last),
      onEnd: () => this.#options.onEnd(this),
      onDone: () => this.#options.onDone(),
    });
  }

  get figures(): QueueFigures {
    return this.#queue.figures;
  }

  /** It was closed since its consumer fell behind and nothing may be dropped. */
  get tooSlow(): boolean {
    return this.#tooSlow;
  }

  /** Events that were made for several subscribers come from here. */
  get feed(): Feed {
    return this.#feed;
  }

  offer(event: LoggedEvent, batch: readonly LoggedEvent[]): void {
    if (this.#state === 'live' && event.seq > this.#position.seq) this.#queue.push(eventItem(event, batch));
  }

  offerText(part: TextPart): void {
    if (this.#state === 'live') this.#queue.push({ type: 'text', part });
  }

  finish(final: FinalEvent | null): void {
    // Who reads the log comes to the last event there, unless it is gone, too.
    if (!final || final.gone || this.#state === 'live') this.#endWith(final);
  }

  /** Its subject is none for its consumer any more: of what happened before they learnt of that, too, nothing is told. */
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

  /** Its consumer has gone: everything is freed. */
  end(): void {
    this.#telling = [].values();
    this.#queue.free();
  }

  async return(): Promise<Step<StreamItem>> {
    this.end();
    return over;
  }

  #step(): Soon<Step<StreamItem>> {
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
      // Else the text so far would come before what is about to be told.
      if (this.#text) yield* waitFor(this.#feed.settled());
      if (this.#goLive()) return;
      const { seq } = this.#position;
      const page = yield* waitFor(this.#feed.read(seq));
      if (this.#queue.ended) return;
      const next = page.findIndex((event) => event.seq === seq + 1);
      yield* next < 0 ? this.#tellExpired() : this.#tellPage(page, next);
    }
  }

  /** True where there is nothing more to read of the log. */
  #goLive(): boolean {
    if (this.#queue.ended) return true;
    const { seq } = this.#position;
    if (seq < this.#feed.seq) return false;
    this.#state = 'live';
    const { ended } = this.#options;
    if (this.#feed.final || (ended && seq >= ended.seq)) this.#queue.end();
    return true;
  }

  /** What of a page is left is at hand: a transport puts all of it on its socket in one go. */
  *#tellPage(page: readonly LoggedEvent[], start: number): Telling {
    for (const event of page.slice(start)) {
      if (this.#queue.ended) return;
      const final = finalEvent(this.#feed.ref, event);
      if (final) this.#endWith(final);
      else yield this.#placed(eventItem(event, page));
    }
  }

  *#tellExpired(): Telling {
    const last = this.#feed.final ?? this.#forgottenEnd();
    const position = { seq: last ? last.event.seq - 1 : this.#feed.seq, text: null };
    yield { type: 'gap', position, gap: { reason: 'EXPIRED', dropped: null, resumeAfter: null } };
    if (last) this.#endWith(last);
  }

  /** The end of a stream that is in the log no more: it is told all the same. */
  #forgottenEnd(): FinalEvent | null {
    const { ended } = this.#options;
    return ended && this.#feed.seq >= ended.seq ? { event: this.#notLogged(ended), gone: false } : null;
  }

  /** An event of its subject as if it stood in the log. */
  #notLogged(end: EndOfStream): LoggedEvent {
    return { ...end, subjectId: this.#feed.ref.streamId, changed: [], data: null, at: new Date() };
  }

  /** What waits, and the text around it: all of it before the last event. */
  *#tellAround(text: ToldText): Telling {
    if (!this.#queue.ended) yield* text.read();
    for (;;) {
      if (this.#queue.idle) yield* text.rest();
      const { done, value: item } = yield* waitFor(this.#queue.pull());
      if (done) return yield* text.whole();
      if (item.type === 'text') yield* text.add(item.part);
      else if (item.type === 'event' && finalEvent(this.#feed.ref, item.event)) {
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

  /** After what waits, and its last event; with GONE where its subject is no more. */
  #endWith(final: FinalEvent | null): void {
    if (!final || final.gone) {
      this.#state = 'gone';
      this.#queue.end(this.#lastOf(final), gone());
    } else {
      const { event } = final;
      this.#queue.end(event.seq > this.#position.seq ? eventItem(event, [event]) : undefined);
    }
  }

  /** What is told before GONE. */
  #lastOf(final: FinalEvent | null): Extract<Queued, { type: 'event' }> | undefined {
    const type = this.#options.farewell;
    if (!type) return undefined;
    const told = final?.event.type === type ? final.event : this.#notLogged({ type, seq: this.#position.seq });
    return eventItem(told, [told]);
  }
}
