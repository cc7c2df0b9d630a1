import { over, type Soon, type Step } from './soon.ts';

/** What a full queue does when another item is pushed. */
export type Overflow = 'DROP_OLDEST' | 'COALESCE' | 'CLOSE';

export interface QueueOptions<T> {
  readonly maxItems: number;
  /** Maximum total size of all items, as `sizeOf` counts. A single item may be larger. */
  readonly maxBytes: number;
  readonly overflow: Overflow;
  sizeOf(item: T): number;
  /** Items with equal keys may be merged; null: never. */
  keyOf(item: T): string | null;
  /** Returns one item that says all that both say, and takes the place of the earlier; null if both must stay. */
  merge(earlier: T, later: T): T | null;
  /** Returns the item that tells the consumer how many items were dropped right before the next one. `last`: the last dropped item. */
  gap(dropped: number, last: T): T;
  /** Returns the error for a queue that was closed because it was full. */
  tooSlow(): Error;
  /** Asked before a full queue that merges drops anything: true if the consumer gets all that is queued, and the new item, elsewhere. */
  isElsewhere?(): boolean;
  /** Called once, when nothing more can be pushed. */
  onEnd?(): void;
  /** Called once, when the consumer has reached the end or left. */
  onDone?(): void;
}

export interface QueueFigures {
  readonly queued: number;
  readonly bytes: number;
  /** Number of items that were pushed but dropped; the consumer was told how many. */
  readonly dropped: number;
  /** Number of items that were merged into an earlier one. */
  readonly coalesced: number;
}

interface Entry<T> {
  readonly item: T;
  readonly size: number;
  /** Number of pushed items that this entry stands for. */
  readonly count: number;
}

/**
 * The queue of one consumer, bounded in items and bytes: the only place where the backlog of a slow consumer may grow. `push` never
 * waits and never throws: an item that does not fit is merged, displaces others, or ends the queue. Items come out once each, in
 * push order. A merged item has the place of its first part, so a consumer that resumes after it misses nothing.
 */
export class BoundedQueue<T> {
  readonly #options: QueueOptions<T>;
  readonly #entries = new Map<number, Entry<T>>();
  /** Ticket of the latest entry of each key. */
  readonly #latest = new Map<string, number>();
  #ticket = 0;
  /** Number of entries pushed since the last full merge while an earlier entry had the same key. */
  #twins = 0;
  #bytes = 0;
  #gap: { count: number; last: T } | null = null;
  #end: { readonly last: T | undefined; readonly error: Error | undefined } | null = null;
  #isDone = false;
  #waiting: PromiseWithResolvers<Step<T>> | null = null;
  #dropped = 0;
  #coalesced = 0;

  constructor(options: QueueOptions<T>) {
    this.#options = options;
  }

  get figures(): QueueFigures {
    return { queued: this.#entries.size, bytes: this.#bytes, dropped: this.#dropped, coalesced: this.#coalesced };
  }

  /** Whether nothing more can be pushed. */
  get ended(): boolean {
    return this.#end !== null;
  }

  /** Whether a pull would have to wait. */
  get idle(): boolean {
    return this.#entries.size === 0 && !this.#gap && !this.#end;
  }

  push(item: T): void {
    if (this.#end) return;
    const entry = { item, size: this.#options.sizeOf(item), count: 1 };
    if (this.#fits(entry)) this.#append(entry);
    else if (this.#options.overflow === 'CLOSE') this.#close();
    else this.#squeeze(entry);
    this.#serve();
  }

  /** Ends the queue: after the queued items and `last`, which is never dropped, the consumer gets the end, or `error`. */
  end(last?: T, error?: Error): void {
    if (this.#end) return;
    this.#end = { last, error };
    this.#options.onEnd?.();
    this.#serve();
  }

  /** Returns the next item. Throws the error that the queue was ended with. Must not be called again before it has resolved. */
  pull(): Soon<Step<T>> {
    const step = this.#take();
    if (step) return step;
    this.#waiting = Promise.withResolvers();
    return this.#waiting.promise;
  }

  /** Called when the consumer has left: frees everything and ends a waiting pull. */
  free(): void {
    const before = this.#end;
    this.#clear();
    this.#end = { last: undefined, error: undefined };
    if (!before) this.#options.onEnd?.();
    this.#done();
    this.#serve();
  }

  /** Nothing may be dropped on its own: discards everything and tells the consumer why. */
  #close(): void {
    this.#clear();
    this.end(undefined, this.#options.tooSlow());
  }

  #fits({ size }: Entry<T>): boolean {
    if (this.#entries.size === 0) return true;
    return this.#entries.size < this.#options.maxItems && this.#bytes + size <= this.#options.maxBytes;
  }

  get #overweight(): boolean {
    return this.#entries.size > 1 && this.#bytes > this.#options.maxBytes;
  }

  #squeeze(entry: Entry<T>): void {
    const merges = this.#options.overflow === 'COALESCE';
    if (merges && this.#twins > 0) this.#mergeAll();
    if (merges && !this.#fits(entry)) {
      if (this.#join(entry)) {
        this.#dropWhile(() => this.#overweight);
        return;
      }
      if (this.#options.isElsewhere?.()) {
        this.#clear();
        return;
      }
    }
    this.#dropWhile(() => !this.#fits(entry));
    this.#append(entry);
  }

  #append(entry: Entry<T>): void {
    const key = this.#options.keyOf(entry.item);
    this.#ticket += 1;
    this.#entries.set(this.#ticket, entry);
    this.#bytes += entry.size;
    if (key === null) return;
    if (this.#latest.has(key)) this.#twins += 1;
    this.#latest.set(key, this.#ticket);
  }

  /** Merges an item into the latest of its key. Returns false if there is none or the two cannot be merged. */
  #join(later: Entry<T>): boolean {
    const key = this.#options.keyOf(later.item);
    const ticket = key === null ? undefined : this.#latest.get(key);
    const earlier = ticket === undefined ? undefined : this.#entries.get(ticket);
    const item = earlier ? this.#options.merge(earlier.item, later.item) : null;
    if (ticket === undefined || !earlier || item === null) return false;
    const size = this.#options.sizeOf(item);
    this.#entries.set(ticket, { item, size, count: earlier.count + later.count });
    this.#bytes += size - earlier.size;
    this.#coalesced += 1;
    return true;
  }

  /** Merges everything that can be merged. Only called if entries with equal keys were pushed since the last call. */
  #mergeAll(): void {
    const entries = [...this.#entries.values()];
    this.#forgetEntries();
    for (const entry of entries) if (!this.#join(entry)) this.#append(entry);
    this.#twins = 0;
  }

  #dropWhile(tooMuch: () => boolean): void {
    while (tooMuch()) {
      const { item, count } = this.#shift();
      this.#dropped += count;
      this.#gap = { count: count + (this.#gap?.count ?? 0), last: item };
    }
  }

  #shift(): Entry<T> {
    const [oldest] = this.#entries;
    if (!oldest) throw new Error('An empty queue was asked for its oldest item');
    const [ticket, entry] = oldest;
    this.#entries.delete(ticket);
    this.#bytes -= entry.size;
    const key = this.#options.keyOf(entry.item);
    if (key !== null && this.#latest.get(key) === ticket) this.#latest.delete(key);
    return entry;
  }

  #clear(): void {
    this.#forgetEntries();
    this.#gap = null;
  }

  #forgetEntries(): void {
    this.#entries.clear();
    this.#latest.clear();
    this.#bytes = 0;
  }

  /** Delivers the next item to a waiting pull. */
  #serve(): void {
    const waiting = this.#waiting;
    if (!waiting) return;
    try {
      const step = this.#take();
      if (!step) return;
      waiting.resolve(step);
    } catch (error) {
      waiting.reject(error);
    }
    this.#waiting = null;
  }

  /** Returns null if there is nothing yet. */
  #take(): Step<T> | null {
    if (this.#gap) {
      const { count, last } = this.#gap;
      this.#gap = null;
      return { value: this.#options.gap(count, last), done: false };
    }
    if (this.#entries.size > 0) return { value: this.#shift().item, done: false };
    if (!this.#end) return null;
    const { last, error } = this.#end;
    if (last !== undefined) {
      this.#end = { last: undefined, error };
      return { value: last, done: false };
    }
    this.#end = { last: undefined, error: undefined };
    this.#done();
    if (error) throw error;
    return over;
  }

  #done(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#options.onDone?.();
  }
}
