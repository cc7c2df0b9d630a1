import type { EventType } from '../db/tables.ts';
import type { StreamRef } from '../events/commits.ts';
import type { LoggedEvent } from '../events/consumer.ts';
import { isLater, type Soon } from './soon.ts';
import { cutText, endOf, joinText, newText, type TextEnd, type TextPart } from './stream-item.ts';

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

interface SharedBy {
  readonly key: string;
  /** The subject of an event. */
  readonly about?: string;
}

interface Shared {
  value: Soon<unknown>;
  /** The newest event that was told when it was begun. */
  readonly seq: number;
  /** How many came since the value is there. */
  polls: number;
}

interface Page {
  /** Where the stream ended when it was read: up to there it is whole. */
  readonly until: number;
  readonly events: Promise<readonly LoggedEvent[]>;
}

/** The live end of one stream: reads each new event once for all who follow it in this process. */
export class Feed {
  readonly ref: StreamRef;
  readonly #source: FeedSource;
  readonly #followers = new Map<Follower, ReadText | null>();
  /** By the events or the text that it was made of. */
  readonly #shared = new Map<object, Map<string, Shared>>();
  /** What was changed since the last poll, with the event that told so, and between the two polls before. */
  #changed = new Map<string, number>();
  #changedBefore = new Map<string, number>();
  /** By the number of the event before the first of each. */
  readonly #pages = new Map<number, Page>();
  #isOpen = false;
  #seq = 0;
  #text: TextEnd | null = null;
  #pastAttempt = 0;
  /** Came while the log was being read, of which some may have to be told before it. */
  #held: TextPart[] = [];
  #final: FinalEvent | null = null;
  #reading: Promise<void> | null = null;
  #again = false;

  constructor(ref: StreamRef, source: FeedSource) {
    this.ref = ref;
    this.#source = source;
  }

  /** The newest event that its followers were told of. */
  get seq(): number {
    return this.#seq;
  }

  /** The last attempt that was put back: nothing of its text is told any more, which may have been purged. */
  get pastAttempt(): number {
    return this.#pastAttempt;
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

  /** Takes its place at the end of the stream; false where there is none. */
  async open(): Promise<boolean> {
    const newest = await this.#source.newest(this.ref);
    if (!newest) return false;
    this.#seq = newest.seq;
    this.#final = newest.event && finalEvent(this.ref, newest.event);
    this.#isOpen = true;
    if (this.#again) this.wake();
    return true;
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
    const page = { until: this.#seq, events: this.#source.read(this.ref, start) };
    this.#pages.delete(start);
    this.#pages.set(start, page);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > mostPages && oldest !== undefined) this.#pages.delete(oldest);
    page.events.catch(() => this.#pages.get(start) === page && this.#pages.delete(start));
    return page.events;
  }

  /** There may be something new. */
  wake(): void {
    this.#again = true;
    if (!this.#isOpen) return;
    this.#reading ??= this.#advance().finally(() => {
      this.#reading = null;
      this.#tellHeld(null);
      // Woken in the very moment between the last look and this one.
      if (this.#again) this.wake();
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
    if (this.#reading) this.#hold(part);
    else this.#tell(part);
  }

  #hold(part: TextPart): void {
    const last = this.#held.at(-1);
    const joined = last && joinText(last, part);
    if (joined) this.#held.pop();
    this.#held.push(joined ?? part);
  }

  /** What of it stands before a place, and keeps the rest; null: all of it. */
  #tellHeld(place: TextEnd | null): void {
    const held = this.#held;
    this.#held = [];
    for (const part of held) {
      const { before, after } = place ? cutText(part, place) : { before: part, after: null };
      if (before) this.#tell(before);
      if (after) this.#held.push(after);
    }
  }

  #tell(part: TextPart): void {
    const news = newText(part, this.#text);
    if (!news) return;
    this.#text = endOf(news);
    for (const follower of this.#followers.keys()) follower.offerText(news);
  }

  /** The stream is no more. */
  vanish(): void {
    for (const follower of this.#followers.keys()) follower.finish(this.#final?.gone ? this.#final : null);
  }

  /**
   * What `produce` makes of some events, or of a text, is made once for all who ask by this key, while nothing happens to what
   * it is `about`. Those who come to the same page of the log are handed the same list of events.
   */
  shared<T>(of: object, { key, about }: SharedBy, produce: () => Soon<T>): Soon<T> {
    const shared = this.#shared.get(of) ?? new Map<string, Shared>();
    const known = shared.get(key);
    if (known && (about === undefined || known.seq >= this.#changeOf(about))) return known.value as Soon<T>;
    const value = produce();
    const made: Shared = { value, seq: this.#seq, polls: 0 };
    this.#shared.set(of, shared.set(key, made));
    if (isLater(value)) {
      value.then(
        (there) => {
          made.value = there;
        },
        () => shared.get(key) === made && shared.delete(key),
      );
    }
    return value;
  }

  /**
   * Lets go of what has been there for a poll or two: it holds content, which nobody may be shown much later. What is being
   * made stays, and serves whoever waits for it: else nobody would come on where making it takes longer than a poll.
   */
  forgetShared(): void {
    for (const [of, shared] of this.#shared) {
      for (const [key, made] of shared) {
        if (made.polls > 0) shared.delete(key);
        if (!isLater(made.value)) made.polls += 1;
      }
      if (shared.size === 0) this.#shared.delete(of);
    }
    this.#changedBefore = this.#changed;
    this.#changed = new Map();
    this.#pages.clear();
  }

  #changeOf(subjectId: string): number {
    return this.#changed.get(subjectId) ?? this.#changedBefore.get(subjectId) ?? 0;
  }

  async #advance(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        // Text first: all that happened before its end is in the log by then, and none of it is told too late.
        const text = await this.#wholeText();
        const events = await this.#source.read(this.ref, this.#seq);
        if (events.length === this.#source.pageSize) this.#again = true;
        if (text) this.#hold(text);
        const place = events.map(placeInText).findLast((one) => one !== null && one.end > 0);
        if (place && this.growsText && !reaches(text, place)) {
          this.#again = true;
          const more = await this.#wholeText();
          // What it has beyond the newest event that was read may come after one that was not.
          const until = more && cutText(more, place).before;
          if (until) this.#hold(until);
        }
        this.#tellEvents(events);
      }
    } catch (error) {
      this.#again = false;
      this.#source.onError(error);
    }
  }

  async #wholeText(): Promise<TextPart | null> {
    return this.growsText ? ((await this.#readText?.()) ?? null) : null;
  }

  #tellEvents(events: readonly LoggedEvent[]): void {
    const last = events.at(-1);
    if (!last) return;
    this.#seq = last.seq;
    for (const { type, subjectId, seq } of events) {
      if (changesMuch.has(type)) this.#shared.clear();
      else if (!addsOnly.has(type)) this.#changed.set(subjectId, seq);
    }
    for (const event of events) {
      const final = finalEvent(this.ref, event);
      this.#final ??= final;
      const place = placeInText(event);
      if (place) this.#tellHeld(place);
      if (event.type === 'AgentRunQueued') this.#pastAttempt = place?.attempt ?? this.#pastAttempt;
      for (const follower of this.#followers.keys()) {
        if (final) follower.finish(final);
        else follower.offer(event, events);
      }
    }
  }
}

/** Pages that are kept for those who come to them a little later. */
const mostPages = 8;
/** What they are about stands in much of what was told before. */
const changesMuch: ReadonlySet<EventType> = new Set(['CollectionChanged', 'ConversationDeleted', 'StreamEnded']);
/** What is new changes nothing that was told before. */
const addsOnly: ReadonlySet<EventType> = new Set(['MemoryAdded', 'ConversationAdded', 'MessageAppended']);

/** Where in the text of its stream an event stands, as whoever wrote both noted with it; an attempt begins, and is put back, at its start. */
export function placeInText({ data }: LoggedEvent): TextEnd | null {
  const attempt = data?.['attempt'];
  const offset = data?.['offset'] ?? 0;
  return typeof attempt === 'number' && typeof offset === 'number' ? { attempt, end: offset } : null;
}

const reaches = (text: TextPart | null, { attempt, end }: TextEnd): boolean =>
  text !== null && (text.attempt > attempt || (text.attempt === attempt && endOf(text).end >= end));

/** Whether no event can follow this one in its stream. */
export function finalEvent({ kind }: StreamRef, event: LoggedEvent): FinalEvent | null {
  const { type } = event;
  if (type === 'StreamEnded' || (kind === 'conversation' && type === 'ConversationDeleted'))
    return { event, gone: true };
  if (kind === 'agent_run' && type === 'AgentRunFinished') return { event, gone: false };
  return kind === 'consolidation_run' && type === 'ConsolidationFinished' ? { event, gone: false } : null;
}
