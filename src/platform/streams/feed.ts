import type { StreamRef } from '../events/commits.ts';
import type { LoggedEvent } from '../events/consumer.ts';
import { FeedText } from './feed-text.ts';
import { SharedWork } from './shared-work.ts';
import { cutText, endOf, endOfText, type TextEnd, type TextPart } from './stream-item.ts';

/** What a feed tells of its stream: every event after the one that it stood at when it was joined, in order. */
export interface Follower {
  offer(event: LoggedEvent, batch: readonly LoggedEvent[]): void;
  /** More of the text that grows while the stream runs. */
  offerText(part: TextPart): void;
  /** The stream is at its end; null where its end is not in the log any more. */
  finish(final: FinalEvent | null): void;
}

/** The last event of a stream. */
export interface FinalEvent {
  readonly event: LoggedEvent;
  /** Its subject was deleted, and the log soon will be. */
  readonly gone: boolean;
}

/** Where a stream ends, with its last event if the log still has it. */
export interface StreamHead {
  readonly seq: number;
  readonly event: LoggedEvent | null;
}

/** Reads a stream; null where there is none. */
export interface FeedSource {
  /** Most events of one read. */
  readonly pageSize: number;
  newest(ref: StreamRef): Promise<StreamHead | null>;
  read(ref: StreamRef, after: number): Promise<LoggedEvent[]>;
  /** Told of what made a read fail; the next wake-up or poll tries again. */
  onError(error: unknown): void;
}

/** Reads the whole text so far; null where there is none. */
export type ReadText = () => Promise<TextPart | null>;

interface Page {
  /** Where the stream ended when it was read: up to there it is whole. */
  readonly until: number;
  readonly events: Promise<readonly LoggedEvent[]>;
}

/** The live end of one stream: reads each new event once for all who follow it in this process. */
export class Feed {
  readonly ref: StreamRef;
  readonly shared = new SharedWork();
  readonly #source: FeedSource;
  readonly #followers = new Map<Follower, ReadText | null>();
  /** By the number of the event before the first of each. */
  readonly #pages = new Map<number, Page>();
  readonly #text = new FeedText();
  /** Null until it has taken its place. */
  #seq: number | null = null;
  #final: FinalEvent | null = null;
  #reading: Promise<void> | null = null;
  /** There may be something that it has not read. */
  #isBehind = false;

  constructor(ref: StreamRef, source: FeedSource) {
    this.ref = ref;
    this.#source = source;
  }

  /** The newest event that its followers were told of. */
  get seq(): number {
    return this.#seq ?? 0;
  }

  /** The last attempt that was put back: nothing of its text is told any more, which may have been purged. */
  get pastAttempt(): number {
    return this.#text.pastAttempt;
  }

  get final(): FinalEvent | null {
    return this.#final;
  }

  /** Somebody follows a text that the log does not tell of. */
  get growsText(): boolean {
    return this.#final === null && this.#readText !== null;
  }

  get #readText(): ReadText | null {
    return [...this.#followers.values()].find((one) => one !== null) ?? null;
  }

  /** Takes its place at the end of the stream. */
  async open(): Promise<void> {
    const newest = await this.#source.newest(this.ref);
    this.#seq = newest?.seq ?? 0;
    this.#final = newest?.event ? finalEvent(this.ref, newest.event) : null;
    if (this.#isBehind) this.wake();
  }

  /** `readText` reads the whole text so far. */
  join(follower: Follower, readText: ReadText | null = null): void {
    this.#followers.set(follower, readText);
  }

  leave(follower: Follower): void {
    this.#followers.delete(follower);
  }

  /**
   * The page of the log that holds the event after this one, of those before the end that it stands at. Pages begin at the
   * same places for all: who come back from different ones read them once, and what is made of them is made once.
   */
  read(after: number): Promise<readonly LoggedEvent[]> {
    const start = after - (after % this.#source.pageSize);
    const known = this.#pages.get(start);
    if (known && after < known.until) return known.events;
    const page = { until: this.seq, events: this.#source.read(this.ref, start) };
    this.#pages.delete(start);
    this.#pages.set(start, page);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > mostPages && oldest !== undefined) this.#pages.delete(oldest);
    page.events.catch(() => this.#pages.get(start) === page && this.#pages.delete(start));
    return page.events;
  }

  /** Lets go of what was read and made a poll or two ago. */
  forget(): void {
    this.shared.forget();
    this.#pages.clear();
  }

  /** There may be something new. */
  wake(): void {
    this.#isBehind = true;
    if (this.#seq === null) return;
    this.#reading ??= this.#catchUp().finally(() => {
      this.#reading = null;
      this.#tellText(endOfText);
      // Woken in the very moment between the last look and this one.
      if (this.#isBehind) this.wake();
    });
  }

  /** Waits until it has read what was in the log when it was asked. */
  catchUp(): Promise<void> {
    this.wake();
    return this.settled();
  }

  /** Waits until it stands where it does not read any more. */
  async settled(): Promise<void> {
    while (this.#reading) await this.#reading;
  }

  tell(part: TextPart): void {
    this.#text.hold(part);
    // Some of it may have to be told after what is being read.
    if (!this.#reading) this.#tellText(endOfText);
  }

  /** The stream is no more. */
  vanish(): void {
    for (const follower of this.#followers.keys()) follower.finish(this.#final?.gone ? this.#final : null);
  }

  async #catchUp(): Promise<void> {
    try {
      while (this.#isBehind) {
        this.#isBehind = false;
        // Text first: all that happened before its end is in the log by then, and none of it is told too late.
        const text = await this.#wholeText();
        const events = await this.#source.read(this.ref, this.seq);
        if (events.length === this.#source.pageSize) this.#isBehind = true;
        if (text) this.#text.hold(text);
        await this.#reachPlaceOf(events, text);
        this.#tellEvents(events);
      }
    } catch (error) {
      this.#isBehind = false;
      this.#source.onError(error);
    }
  }

  /** Reads more of the text where an event stands behind what was read of it. */
  async #reachPlaceOf(events: readonly LoggedEvent[], text: TextPart | null): Promise<void> {
    const place = events.map(placeInText).findLast((one) => one !== null && one.end > 0);
    if (!place || !this.growsText || (text && reaches(text, place))) return;
    this.#isBehind = true;
    const more = await this.#wholeText();
    // What it has beyond the newest event that was read may come after one that was not.
    const until = more && cutText(more, place).before;
    if (until) this.#text.hold(until);
  }

  async #wholeText(): Promise<TextPart | null> {
    return this.growsText ? ((await this.#readText?.()) ?? null) : null;
  }

  #tellText(place: TextEnd): void {
    for (const part of this.#text.takeUntil(place)) {
      for (const follower of this.#followers.keys()) follower.offerText(part);
    }
  }

  #tellEvents(events: readonly LoggedEvent[]): void {
    this.#seq = events.at(-1)?.seq ?? this.seq;
    this.shared.note(events);
    for (const event of events) {
      const final = finalEvent(this.ref, event);
      this.#final ??= final;
      const place = placeInText(event);
      if (place) this.#tellText(place);
      if (place && event.type === 'AgentRunQueued') this.#text.putBack(place.attempt);
      for (const follower of this.#followers.keys()) {
        if (final) follower.finish(final);
        else follower.offer(event, events);
      }
    }
  }
}

/** Pages that are kept for those who come to them a little later. */
const mostPages = 8;

/** Where in the text of its stream an event stands, as whoever wrote both noted with it; an attempt begins, and is put back, at its start. */
export function placeInText({ data }: LoggedEvent): TextEnd | null {
  const attempt = data?.['attempt'];
  const offset = data?.['offset'] ?? 0;
  return typeof attempt === 'number' && typeof offset === 'number' ? { attempt, end: offset } : null;
}

const reaches = (text: TextPart, { attempt, end }: TextEnd): boolean =>
  text.attempt > attempt || (text.attempt === attempt && endOf(text).end >= end);

/** Whether no event can follow this one in its stream. */
export function finalEvent({ kind }: StreamRef, event: LoggedEvent): FinalEvent | null {
  const { type } = event;
  if (type === 'StreamEnded' || (kind === 'conversation' && type === 'ConversationDeleted'))
    return { event, gone: true };
  if (kind === 'agent_run' && type === 'AgentRunFinished') return { event, gone: false };
  return kind === 'consolidation_run' && type === 'ConsolidationFinished' ? { event, gone: false } : null;
}
