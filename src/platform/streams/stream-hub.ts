import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import type { EventType } from '../db/tables.ts';
import { onCommit, type StreamRef, streamKey } from '../events/commits.ts';
import { Repeated } from '../repeated.ts';
import { many, workFor } from '../requester.ts';
import type { Overflow } from './bounded-queue.ts';
import { Feed, type Follower } from './feed.ts';
import type { Position, TextPart } from './stream-item.ts';
import { StreamReader } from './stream-reader.ts';
import { type EndOfStream, StreamSubscription } from './stream-subscription.ts';

export interface HubOptions {
  /** Reads the log. */
  readonly db: Database;
  /** Whose commits wake it: all handles on the database that this process writes by. */
  readonly writers: readonly Database[];
  readonly log: Logger;
  /** Told of each stream whose text grew here. */
  readonly onText?: (ref: StreamRef) => void;
  /** Events that may wait for who names no number. */
  readonly usualSize: number;
  /** How often it looks for what it was not woken for: 1,000 by itself. */
  readonly pollMs?: number;
}

/** What a subscriber wants. */
export interface StreamRequest {
  readonly ref: StreamRef;
  /** Streams with whose subjects this one's is deleted. */
  readonly within: readonly StreamRef[];
  /** Checks that the subject is there and visible, and answers from where to tell. Runs when nothing can be missed any more. */
  start(): Promise<Position>;
  /** Events that may wait; omitted: as many as is usual. */
  readonly size?: number;
  readonly overflow: Overflow;
  readonly farewell?: EventType;
  /** With what the stream has ended, where it had when `start` answered. */
  readonly ended?: () => EndOfStream | null;
  readonly readText?: () => Promise<TextPart | null>;
  /** Calls back where the subject is none for this subscriber any more; null: that cannot be. Disposed at the end. */
  readonly watch?: (onLost: () => void) => Disposable | null;
}

/** Of subscriptions to streams. Totals count from the start of the process; `closedSlow` were not to drop anything. */
export interface SubscriptionFigures {
  readonly active: number;
  readonly queued: number;
  readonly dropped: number;
  readonly coalesced: number;
  readonly closedSlow: number;
}

/**
 * All subscriptions of this process. A stream that somebody follows has one feed, which reads each event once; commits of
 * this process wake it at once, those of others by `wake`, and whatever was missed is found by a poll.
 */
export class StreamHub implements AsyncDisposable {
  readonly #options: HubOptions;
  readonly #reader: StreamReader;
  readonly #feeds = new Map<string, { readonly feed: Feed; readonly opened: Promise<void>; holders: number }>();
  readonly #subscriptions = new Set<StreamSubscription>();
  readonly #watchers = new Map<string, Set<(ref: StreamRef) => void>>();
  readonly #listeners = new Set<(refs: readonly StreamRef[]) => void>();
  readonly #cleanUp = new DisposableStack();
  readonly #totals = { dropped: 0, coalesced: 0, closedSlow: 0 };
  /** While somebody follows a stream. */
  readonly #polling: Repeated;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#reader = new StreamReader(options.db, options.log);
    const poll = () => this.poll().catch((error: unknown) => this.#reader.onError(error));
    this.#polling = new Repeated(options.pollMs ?? 1_000, poll);
    this.#cleanUp.use(onCommit(options.writers, (touched) => this.wake(touched)));
  }

  get figures(): SubscriptionFigures {
    const totals = { active: this.#subscriptions.size, queued: 0, ...this.#totals };
    for (const { figures } of this.#subscriptions) {
      totals.queued += figures.queued;
      totals.dropped += figures.dropped;
      totals.coalesced += figures.coalesced;
    }
    return totals;
  }

  /** Tells whenever something was committed to a stream, here or elsewhere, whoever follows it. */
  onWake(listener: (refs: readonly StreamRef[]) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Something was committed to these streams, here or elsewhere. */
  wake(refs: readonly StreamRef[]): void {
    for (const listener of this.#listeners) listener(refs);
    for (const ref of refs) {
      this.#feeds.get(streamKey(ref))?.feed.wake();
      for (const onChange of this.#watchers.get(ref.accountId) ?? []) onChange(ref);
    }
  }

  /** More of the text of a stream, which whoever reads it from the database finds there already. */
  tell(ref: StreamRef, part: TextPart): void {
    this.#feeds.get(streamKey(ref))?.feed.tell(part);
    this.#options.onText?.(ref);
  }

  /** Ends with `return()`, or by itself where the stream does. */
  async subscribe(request: StreamRequest): Promise<StreamSubscription> {
    const held = new DisposableStack();
    try {
      const [feed, around] = await Promise.all([
        this.#hold(request.ref, held),
        Promise.all(request.within.map((ref) => this.#hold(ref, held))),
      ]);
      // From here on every feed tells what happens: a subject that is seen now cannot go unnoticed later.
      const from = await request.start();
      return this.#register(request, { feed, around, from }, held);
    } catch (error) {
      held.dispose();
      throw error;
    }
  }

  /** Tells of each stream of an account to which something was written, here or elsewhere, until it is disposed. */
  watch(accountId: string, onChange: (ref: StreamRef) => void): Disposable {
    const watchers = this.#watchers.get(accountId) ?? new Set();
    this.#watchers.set(accountId, watchers.add(onChange));
    return {
      [Symbol.dispose]: () => {
        watchers.delete(onChange);
        if (watchers.size === 0) this.#watchers.delete(accountId);
      },
    };
  }

  /** Looks at once for whatever was missed. */
  async poll(): Promise<void> {
    const feeds = [...this.#feeds.values()].map(({ feed }) => feed);
    for (const feed of feeds) feed.forget();
    const newest = await workFor(many, () => this.#reader.newestOf(feeds.map(({ ref }) => ref)));
    for (const feed of feeds) {
      const seq = newest.get(feed.ref.streamId);
      if (seq === undefined) feed.vanish();
      else if (seq > feed.seq || feed.growsText) feed.wake();
    }
  }

  /** Waits until none of the feeds that are followed now reads any more: for tests and for the stop. */
  async settled(): Promise<void> {
    await Promise.all([...this.#feeds.values()].map(({ feed }) => feed.settled()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cleanUp.dispose();
    this.#polling.stop();
    // Feeds that nobody follows any more are not known here.
    const settled = this.settled();
    for (const subscription of this.#subscriptions) subscription.end();
    await this.#polling[Symbol.asyncDispose]();
    await settled;
  }

  #register(
    { size = this.#options.usualSize, overflow, farewell, ended, readText, watch }: StreamRequest,
    { feed, around, from }: { readonly feed: Feed; readonly around: readonly Feed[]; readonly from: Position },
    held: DisposableStack,
  ): StreamSubscription {
    const followed = new DisposableStack();
    const subscription = new StreamSubscription(feed, {
      from,
      size,
      overflow,
      farewell: farewell ?? null,
      ended: ended?.() ?? null,
      readText: readText ?? null,
      onEnd: (subscription) => {
        this.#count(subscription);
        followed.dispose();
      },
      // Until then polls let go of what is made of what waits.
      onDone: () => held.dispose(),
    });
    const above: Follower = {
      offer: () => {},
      offerText: () => {},
      finish: (final) => subscription.finish(final && { ...final, gone: true }),
    };
    feed.join(subscription, readText);
    for (const one of around) one.join(above);
    followed.defer(() => {
      feed.leave(subscription);
      for (const one of around) one.leave(above);
    });
    this.#subscriptions.add(subscription);
    // Also when its stream has ended, for as long as something waits.
    held.use(watch?.(() => subscription.lose()));
    // Told before it was joined, and after the subject was looked at.
    for (const { final } of around) if (final) above.finish(final);
    return subscription;
  }

  #count(ended: StreamSubscription): void {
    if (!this.#subscriptions.delete(ended)) return;
    const { dropped, coalesced } = ended.figures;
    this.#totals.dropped += dropped;
    this.#totals.coalesced += coalesced;
    if (ended.tooSlow) this.#totals.closedSlow += 1;
  }

  /** The feed of a stream, kept while `held` is not disposed. */
  async #hold(ref: StreamRef, held: DisposableStack): Promise<Feed> {
    const key = streamKey(ref);
    const entry = this.#feeds.get(key) ?? this.#open(ref);
    entry.holders += 1;
    held.defer(() => {
      entry.holders -= 1;
      if (entry.holders > 0) return;
      if (this.#feeds.get(key) === entry) this.#feeds.delete(key);
      if (this.#feeds.size === 0) this.#polling.stop();
    });
    await entry.opened;
    return entry.feed;
  }

  #open(ref: StreamRef) {
    const feed = new Feed(ref, this.#reader);
    const entry = { feed, opened: feed.open(), holders: 0 };
    this.#feeds.set(streamKey(ref), entry);
    this.#polling.start();
    return entry;
  }
}
