import type { StreamRef } from '../events/commits.ts';
import type { LoggedEvent } from '../events/consumer.ts';
import { SharedWork } from './shared-work.ts';
import { cutText, endOf, endOfText, joinText, newText, type TextEnd, type TextPart } from './stream-item.ts';

/** Receives every event of a feed's stream after the one at which it joined, in order. */
export interface FeedFollower {
  offer(event: LoggedEvent, batch: readonly LoggedEvent[]): void;
  /** Receives more of the text that grows while the stream runs. */
  offerText(part: TextPart): void;
  /** The stream has ended. `final`: null if its last event is no longer in the log. */
  finish(final: FinalEvent | null): void;
}

/** The last event of a stream. */
export interface FinalEvent {
  readonly event: LoggedEvent;
  /** Whether the subject was deleted, and its log soon will be. */
  readonly gone: boolean;
}

/** Sequence number of a stream's last event, with the event if the log still has it. */
export interface StreamHead {
  readonly seq: number;
  readonly event: LoggedEvent | null;
}

/** Reads streams. `newest` returns null if the stream does not exist. */
export interface FeedSource {
  /** Maximum number of events per read. */
  readonly pageSize: number;
  newest(ref: StreamRef): Promise<StreamHead | null>;
  read(ref: StreamRef, after: number): Promise<LoggedEvent[]>;
  /** Called with the error of a failed read; the next wake-up or poll tries again. */
  onError(error: unknown): void;
}

/** Returns the whole text so far; null if there is none. `past`: text of attempts up to this one is not wanted, wherever it still is. */
export type ReadText = (past: number) => Promise<TextPart | null>;

interface Page {
  /** The feed's sequence number at the time of the read: the page is complete up to it. */
  readonly until: number;
  readonly events: Promise<readonly LoggedEvent[]>;
}

/** The live end of one stream: reads each new event once for all of its followers in this process. */
export class Feed {
  readonly ref: StreamRef;
  readonly shared = new SharedWork();
  readonly #source: FeedSource;
  readonly #followers = new Map<FeedFollower, ReadText | null>();
  /** By the sequence number before the page's first event. */
  readonly #pages = new Map<number, Page>();
  readonly #text = new FeedText();
  /** Null until the feed has opened. */
  #seq: number | null = null;
  #final: FinalEvent | null = null;
  #reading: Promise<void> | null = null;
  /** Whether there may be events that the feed has not read. */
  #isBehind = false;
  #burst = 0;

  constructor(ref: StreamRef, source: FeedSource) {
    this.ref = ref;
    this.#source = source;
  }

  /** Sequence number of the newest event that followers were given. */
  get seq(): number {
    return this.#seq ?? 0;
  }

  /** Number of the burst that followers are given: all events that it finds in the log until it has read everything. */
  get burst(): number {
    return this.#burst;
  }

  /** The last attempt that was requeued: no more of its text is delivered, as it may have been purged. */
  get pastAttempt(): number {
    return this.#text.pastAttempt;
  }

  get final(): FinalEvent | null {
    return this.#final;
  }

  /** Whether a follower wants the stream's growing text, which is not in the log. */
  get growsText(): boolean {
    return this.#final === null && this.#readText !== null;
  }

  get #readText(): ReadText | null {
    return [...this.#followers.values()].find((one) => one !== null) ?? null;
  }

  /** Positions the feed at the end of the stream. */
  async open(): Promise<void> {
    const newest = await this.#source.newest(this.ref);
    this.#seq = newest?.seq ?? 0;
    this.#final = newest?.event ? finalEvent(this.ref, newest.event) : null;
    if (newest?.event) this.#text.pastAttempt = pastAttemptAt(newest.event);
    if (this.#isBehind) this.wake();
  }

  /** `readText` returns the whole text so far. */
  join(follower: FeedFollower, readText: ReadText | null = null): void {
    this.#followers.set(follower, readText);
  }

  leave(follower: FeedFollower): void {
    this.#followers.delete(follower);
  }

  /**
   * Returns the page of the log that holds the event after `after`, up to the feed's position. Pages begin at the same places for
   * everybody: subscribers that resume from different ones share reads, and what is made of their events.
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

  /** Drops pages and shared values from a poll or two ago. */
  forget(): void {
    this.shared.forget();
    this.#pages.clear();
  }

  /** Signals that there may be new events. */
  wake(): void {
    this.#isBehind = true;
    if (this.#seq === null) return;
    this.#reading ??= this.#catchUp().finally(() => {
      this.#reading = null;
      this.#tellText(endOfText);
      // Woken just between the last check and this one.
      if (this.#isBehind) this.wake();
    });
  }

  /** Resolves when the feed has read everything that was in the log at the time of the call. */
  catchUp(): Promise<void> {
    this.wake();
    return this.settled();
  }

  /** Resolves when the feed is not reading. */
  async settled(): Promise<void> {
    while (this.#reading) await this.#reading;
  }

  tell(part: TextPart): void {
    this.#text.hold(part);
    // Some of it may have to come after events that are being read.
    if (!this.#reading) this.#tellText(endOfText);
  }

  /** The stream no longer exists. */
  vanish(): void {
    for (const follower of this.#followers.keys()) follower.finish(this.#final?.gone ? this.#final : null);
  }

  async #catchUp(): Promise<void> {
    this.#burst += 1;
    try {
      while (this.#isBehind) {
        this.#isBehind = false;
        // Text first: all events before its end are then in the log, so none of them is delivered too late.
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

  /** Reads more of the text if an event is positioned after the end of what was read. */
  async #reachPlaceOf(events: readonly LoggedEvent[], text: TextPart | null): Promise<void> {
    const place = events.map(placeInText).findLast((one) => one !== null && one.end > 0);
    if (!place || !this.growsText || (text && reaches(text, place))) return;
    this.#isBehind = true;
    const more = await this.#wholeText();
    // Text beyond the newest event that was read may belong after an event that was not.
    const until = more && cutText(more, place).before;
    if (until) this.#text.hold(until);
  }

  async #wholeText(): Promise<TextPart | null> {
    return this.growsText ? ((await this.#readText?.(this.pastAttempt)) ?? null) : null;
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
      if (place && event.type === 'AgentRunQueued') this.#text.pastAttempt = place.attempt;
      for (const follower of this.#followers.keys()) {
        if (final) follower.finish(final);
        else follower.offer(event, events);
      }
    }
  }
}

/** Number of pages kept for subscribers that come a little later. */
const mostPages = 8;

/**
 * Returns the text position of an event, as its writer recorded it; null if it has none. An attempt begins, and is requeued, at
 * position 0.
 */
export function placeInText({ data }: LoggedEvent): TextEnd | null {
  const attempt = data?.['attempt'];
  const offset = data?.['offset'] ?? 0;
  return typeof attempt === 'number' && typeof offset === 'number' ? { attempt, end: offset } : null;
}

const reaches = (text: TextPart, { attempt, end }: TextEnd): boolean =>
  text.attempt > attempt || (text.attempt === attempt && endOf(text).end >= end);

/**
 * Returns the last attempt that had been requeued when this was the newest event; 0 if it does not say. The process that worked on
 * that attempt may not know it yet, and still have its text.
 */
function pastAttemptAt(event: LoggedEvent): number {
  const place = placeInText(event);
  if (!place) return 0;
  return event.type === 'AgentRunQueued' ? place.attempt : place.attempt - 1;
}

/** Returns the event as the final one of its stream; null if other events may follow it. */
export function finalEvent({ kind }: StreamRef, event: LoggedEvent): FinalEvent | null {
  const { type } = event;
  if (type === 'StreamEnded' || (kind === 'conversation' && type === 'ConversationDeleted'))
    return { event, gone: true };
  if (kind === 'agent_run' && type === 'AgentRunFinished') return { event, gone: false };
  return kind === 'consolidation_run' && type === 'ConsolidationFinished' ? { event, gone: false } : null;
}

/** The text of a feed's stream: delivers each piece once, and holds back pieces that arrive while the log is being read. */
class FeedText {
  #told: TextEnd | null = null;
  #held: TextPart[] = [];
  /** The last attempt that was requeued. */
  pastAttempt = 0;

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
    if (!news || news.attempt <= this.pastAttempt) return null;
    this.#told = endOf(news);
    return news;
  }
}
