import type { EventType } from '../db/tables.ts';
import type { LoggedEvent } from '../events/consumer.ts';
import { BoundedQueue, type Overflow, type QueueFigures } from './bounded-queue.ts';
import { type Feed, type FinalEvent, type Follower, finalEvent, placeInText } from './feed.ts';
import { andThen, failing, isLater, over, Pulled, type Soon, type Step } from './soon.ts';
import { gone, tooSlow } from './stream.errors.ts';
import {
  cutText,
  endOf,
  eventItem,
  follows,
  newText,
  type Position,
  type Queued,
  type StreamItem,
  streamRules,
  type TextEnd,
  type TextPart,
} from './stream-item.ts';

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
  readonly readText: (() => Promise<TextPart | null>) | null;
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
  #position: Position;
  #opened = false;
  #live = false;
  #page: readonly LoggedEvent[] = [];
  /** Which event of the page comes next. */
  #turned = 0;
  /** The whole text is to be read: on going live, and before the last event. */
  #textIsDue = false;
  /** Of the whole text, what comes after something that waits in the queue. */
  #rest: TextPart | null = null;
  #final: LoggedEvent | null = null;
  /** The whole text is to be read once all is told that happened before the end. */
  #endIsDue = false;
  /** What was pulled, and has text to be told before it. */
  #held: Step<Queued> | null = null;
  /** The whole text was read for what is held, before which some is missing. */
  #isReadAgain = false;
  #isGone = false;
  #tooSlow = false;
  #pulling: Promise<unknown> | null = null;

  constructor(feed: Feed, options: SubscriptionOptions) {
    super();
    this.#feed = feed;
    this.#options = options;
    this.#position = options.from;
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
    if (this.#live && event.seq > this.#position.seq) this.#queue.push(eventItem(event, batch));
  }

  offerText(part: TextPart): void {
    if (this.#live) this.#queue.push({ type: 'text', part });
  }

  finish(final: FinalEvent | null): void {
    if (!final || final.gone) this.#farewell(final);
    else if (this.#live) this.#complete(final);
  }

  /** Its subject is none for its consumer any more: of what happened before they learnt of that, too, nothing is told. */
  lose(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#rest = null;
    this.#held = null;
    this.#textIsDue = false;
    this.#queue.fail(gone(), this.#lastOf(null));
  }

  /** One pull at a time: who asks again before it is answered waits. */
  pull(): Soon<Step<StreamItem>> {
    const pull = () => this.pull();
    if (this.#pulling) return this.#pulling.then(pull, pull);
    const step = failing(
      () => this.#step(),
      (error) => {
        this.end();
        throw error;
      },
    );
    if (!isLater(step)) return step;
    const pulled = step.finally(() => {
      this.#pulling = null;
    });
    this.#pulling = pulled;
    return pulled;
  }

  /** Its consumer has gone: everything is freed. */
  end(): void {
    this.#queue.free();
  }

  async return(): Promise<Step<StreamItem>> {
    this.end();
    return over;
  }

  #step(): Soon<Step<StreamItem>> {
    for (;;) {
      const item = this.#nextItem();
      if (isLater(item)) return item.then((found) => this.#found(found) ?? this.#step());
      const step = this.#found(item);
      if (step) return step;
    }
  }

  #found(item: StreamItem | null | 'end'): Step<StreamItem> | null {
    if (item === 'end') return over;
    if (!item) return null;
    this.#position = item.position;
    return { value: item, done: false };
  }

  /** Null: look again. */
  #nextItem(): Soon<StreamItem | null | 'end'> {
    if (!this.#opened) {
      this.#opened = true;
      return { type: 'opened', position: this.#position };
    }
    return this.#live || this.#queue.ended ? this.#nextLive() : this.#nextLogged();
  }

  /** What of the page is left is at hand: a transport puts all of it on its socket in one go. */
  #nextLogged(): Soon<StreamItem | null> {
    const event = this.#page[this.#turned];
    if (!event) return this.#nextPage();
    this.#turned += 1;
    return this.#logged(event);
  }

  /** Null: look again. */
  async #nextPage(): Promise<StreamItem | null> {
    // Else the text so far would come before what is about to be told.
    if (this.#options.readText) await this.#feed.settled();
    if (this.#goLive()) return null;
    const { seq } = this.#position;
    const page = await this.#feed.read(seq);
    if (this.#queue.ended) return null;
    const next = page.findIndex((event) => event.seq === seq + 1);
    if (next < 0) return this.#expired();
    this.#page = page;
    this.#turned = next;
    return null;
  }

  #logged(event: LoggedEvent): StreamItem | null {
    const final = finalEvent(this.#feed.ref, event);
    if (!final) return this.#placed(eventItem(event, this.#page));
    if (final.gone) this.#farewell(final);
    else this.#complete(final);
    return null;
  }

  #goLive(): boolean {
    const { seq, final } = this.#feed;
    if (this.#position.seq < seq) return false;
    this.#live = true;
    this.#page = [];
    this.#textIsDue = this.#options.readText !== null;
    const { ended } = this.#options;
    if (final || (ended && this.#position.seq >= ended.seq)) this.#queue.end();
    return true;
  }

  #expired(): StreamItem {
    const last = this.#feed.final ?? this.#forgottenEnd();
    const position = { seq: last ? last.event.seq - 1 : this.#feed.seq, text: null };
    this.#position = position;
    if (last) {
      this.#live = true;
      this.finish(last);
    } else this.#goLive();
    return { type: 'gap', position, gap: { reason: 'EXPIRED', dropped: null, resumeAfter: null } };
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

  #nextLive(): Soon<StreamItem | null | 'end'> {
    if (this.#textIsDue) return this.#readText();
    const held = this.#held;
    this.#held = null;
    if (held) return this.#item(held);
    const rest = this.#queue.idle ? this.#restUntil(null) : null;
    return rest ?? andThen(this.#queue.pull(), (pulled) => this.#item(pulled));
  }

  /** Null: look again. */
  async #readText(): Promise<null> {
    this.#textIsDue = false;
    const text = (await this.#options.readText?.()) ?? null;
    // All that happened before its end waits in the queue then, and is told in between.
    if (text && !this.#queue.ended) await this.#feed.catchUp();
    this.#rest = this.#isGone ? null : text;
    return null;
  }

  #item(pulled: Step<Queued>): StreamItem | null | 'end' {
    const isLast = pulled.done || (pulled.value.type === 'event' && pulled.value.event === this.#final);
    if (isLast && this.#endIsDue) {
      this.#endIsDue = false;
      this.#textIsDue = true;
      this.#held = pulled;
      return null;
    }
    const place = isLast ? 'end' : placeOf(pulled.value);
    const rest = place && this.#restUntil(place === 'end' ? null : place);
    if (rest) {
      this.#held = pulled;
      return rest;
    }
    if (pulled.done) return 'end';
    const { value } = pulled;
    if (value.type !== 'text') return this.#placed(value);
    if (value.part.attempt <= this.#feed.pastAttempt) return null;
    const isMissing = !follows(value.part, this.#position.text);
    this.#isReadAgain = isMissing && !this.#isReadAgain;
    if (!isMissing) return this.#textItem(value.part);
    // Where it is there no more, another attempt has begun, and this one says nothing.
    this.#textIsDue = this.#isReadAgain;
    this.#held = this.#isReadAgain ? pulled : null;
    return null;
  }

  /** What is left of the whole text before a place in it; null: all of it. */
  #restUntil(place: TextEnd | null): StreamItem | null {
    if (!this.#rest) return null;
    const { before, after } = place ? cutText(this.#rest, place) : { before: this.#rest, after: null };
    this.#rest = after;
    return before && this.#textItem(before);
  }

  #textItem(part: TextPart): StreamItem | null {
    const news = newText(part, this.#position.text);
    if (!news || part.attempt <= this.#feed.pastAttempt) return null;
    return { type: 'text', part: news, position: { seq: this.#position.seq, text: endOf(news) } };
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

  #complete({ event }: FinalEvent): void {
    this.#final = event;
    this.#endIsDue = this.#options.readText !== null;
    this.#queue.end(event.seq > this.#position.seq ? eventItem(event, [event]) : undefined);
  }

  #farewell(final: FinalEvent | null): void {
    this.#isGone = true;
    this.#queue.end(this.#lastOf(final), gone());
  }

  /** What is told before GONE. */
  #lastOf(final: FinalEvent | null): Queued | undefined {
    const type = this.#options.farewell;
    if (!type) return undefined;
    const told = final?.event.type === type ? final.event : this.#notLogged({ type, seq: this.#position.seq });
    return eventItem(told, [told]);
  }
}

/** Up to where in the text all is told before an item; null where that does not matter to it. */
function placeOf(item: Queued): TextEnd | null {
  if (item.type === 'text') return endOf(item.part);
  return item.type === 'event' ? placeInText(item.event) : null;
}
