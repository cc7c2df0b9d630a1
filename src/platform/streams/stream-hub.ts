import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { onCommit, type StreamRef, streamKey } from '../events/commits.ts';
import { getOrInsert } from '../get-or-insert.ts';
import { Repeated } from '../repeated.ts';
import { many, workFor } from '../turns/requester.ts';
import { Feed, type FeedFollower } from './feed.ts';
import type { Position, TextPart } from './stream-item.ts';
import { StreamReader } from './stream-reader.ts';
import { type EndOfStream, StreamSubscription, type SubscriptionOptions } from './stream-subscription.ts';

export interface HubOptions {
  /** Database from which the log is read. */
  readonly db: Database;
  /** All database handles by which this process writes: their commits wake the hub. */
  readonly writers: readonly Database[];
  readonly log: Logger;
  /** Called with each stream whose text grew in this process. */
  readonly onText?: (ref: StreamRef) => void;
  /** Default queue size, in events. */
  readonly usualSize: number;
  /** Interval of the poll for missed events; default 1,000. */
  readonly pollMs?: number;
}

/** Options of a subscription. */
export interface StreamRequest extends Pick<SubscriptionOptions, 'overflow' | 'farewell' | 'readText'> {
  readonly ref: StreamRef;
  /** Streams of the subjects with which this stream's subject is deleted. */
  readonly within: readonly StreamRef[];
  /**
   * Checks that the subject exists and is visible, and returns the position to start after. Called when no event can be missed any
   * more.
   */
  start(): Promise<Position>;
  /** Queue size, in events; omitted: the default. */
  readonly size?: number;
  /** Returns the end of a stream that had already ended when `start` resolved. */
  readonly ended?: () => EndOfStream | null;
  /** Calls `onLost` once the subscriber may no longer see the subject; null if that cannot happen. Disposed at the end. */
  readonly watch?: (onLost: () => void) => Disposable | null;
}

/**
 * All subscriptions of this process. Each followed stream has one feed, which reads every event once. Commits of this process wake
 * it at once, those of other processes through `wake`, and a poll finds whatever was missed.
 */
export class StreamHub implements AsyncDisposable {
  readonly #options: HubOptions;
  readonly #reader: StreamReader;
  readonly #feeds = new Map<string, { readonly feed: Feed; readonly opened: Promise<void>; holders: number }>();
  readonly #subscriptions = new Set<StreamSubscription>();
  readonly #watchers = new Map<string, Set<(ref: StreamRef) => void>>();
  readonly #listeners = new Set<(refs: readonly StreamRef[]) => void>();
  readonly #cleanUp = new DisposableStack();
  readonly #totals = { dropped: 0, coalesced: 0 };
  /** Runs while any stream is followed. */
  readonly #polling: Repeated;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#reader = new StreamReader(options.db, options.log);
    const poll = () => this.poll().catch((error: unknown) => this.#reader.onError(error));
    this.#polling = new Repeated(options.pollMs ?? 1_000, poll);
    this.#cleanUp.use(onCommit(options.writers, (touched) => this.wake(touched)));
  }

  /** Totals count from the start of the process. */
  get figures() {
    const totals = { active: this.#subscriptions.size, queued: 0, ...this.#totals };
    for (const { figures } of this.#subscriptions) {
      totals.queued += figures.queued;
      totals.dropped += figures.dropped;
      totals.coalesced += figures.coalesced;
    }
    return totals;
  }

  /** Calls `listener` with all streams that a commit touched, in this process or another, whether they are followed or not. */
  onWake(listener: (refs: readonly StreamRef[]) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Signals that a commit touched these streams, in this process or another. */
  wake(refs: readonly StreamRef[]): void {
    for (const listener of this.#listeners) listener(refs);
    this.wakeReaders(refs);
    for (const ref of refs) for (const onChange of this.#watchers.get(ref.accountId) ?? []) onChange(ref);
  }

  /** Signals that there is more to read of these streams, with or without a commit: their text grew in another process. */
  wakeReaders(refs: readonly StreamRef[]): void {
    for (const ref of refs) this.#feeds.get(streamKey(ref))?.feed.wake();
  }

  /** Passes on more of a stream's text. Readers of the database already find it there. */
  tell(ref: StreamRef, part: TextPart): void {
    this.#feeds.get(streamKey(ref))?.feed.tell(part);
    this.#options.onText?.(ref);
  }

  /** The subscription ends with `return()`, or when its stream ends. */
  async subscribe(request: StreamRequest): Promise<StreamSubscription> {
    const held = new DisposableStack();
    try {
      const [feed, around] = await Promise.all([
        this.#hold(request.ref, held),
        Promise.all(request.within.map((ref) => this.#hold(ref, held))),
      ]);
      // From here on the feeds report every event: a later deletion of a subject that is visible now cannot be missed.
      const from = await request.start();
      return this.#register(request, { feed, around, from }, held);
    } catch (error) {
      held.dispose();
      throw error;
    }
  }

  /** Calls `onChange` with each stream of an account that was written to, in this process or another, until disposed. */
  watch(accountId: string, onChange: (ref: StreamRef) => void): Disposable {
    const watchers = getOrInsert(this.#watchers, accountId, () => new Set());
    watchers.add(onChange);
    return {
      [Symbol.dispose]: () => {
        watchers.delete(onChange);
        if (watchers.size === 0) this.#watchers.delete(accountId);
      },
    };
  }

  /** Polls at once for whatever was missed. */
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

  /** Resolves when none of the current feeds is reading: for tests and for the shutdown. */
  async settled(): Promise<void> {
    await Promise.all([...this.#feeds.values()].map(({ feed }) => feed.settled()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cleanUp.dispose();
    this.#polling.stop();
    // Called before the subscriptions end: `settled` only covers feeds that are still followed.
    const settled = this.settled();
    for (const subscription of this.#subscriptions) subscription.end();
    await this.#polling[Symbol.asyncDispose]();
    await settled;
  }

  #register(
    { ended, watch, ...request }: StreamRequest,
    { feed, around, from }: { readonly feed: Feed; readonly around: readonly Feed[]; readonly from: Position },
    held: DisposableStack,
  ): StreamSubscription {
    const followed = new DisposableStack();
    const subscription = new StreamSubscription(feed, {
      size: this.#options.usualSize,
      ...request,
      from,
      ended: ended?.() ?? null,
      onEnd: () => {
        this.#count(subscription);
        followed.dispose();
      },
      // Until then, polls must drop shared values made of what is queued.
      onDone: () => held.dispose(),
    });
    const above: FeedFollower = {
      offer: () => {},
      offerText: () => {},
      finish: (final) => subscription.finish(final && { ...final, gone: true }),
    };
    feed.join(subscription, request.readText);
    for (const one of around) one.join(above);
    followed.defer(() => {
      feed.leave(subscription);
      for (const one of around) one.leave(above);
    });
    this.#subscriptions.add(subscription);
    // Also after the stream has ended, as long as something is queued.
    held.use(watch?.(() => subscription.lose()));
    // An end between the check of the subject and the joining of `above`.
    for (const { final } of around) if (final) above.finish(final);
    return subscription;
  }

  #count(ended: StreamSubscription): void {
    if (!this.#subscriptions.delete(ended)) return;
    const { dropped, coalesced } = ended.figures;
    this.#totals.dropped += dropped;
    this.#totals.coalesced += coalesced;
  }

  /** Returns the feed of a stream, which is kept until `held` is disposed. */
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
