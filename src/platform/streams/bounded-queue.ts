import { over, type Soon, type Step } from './soon.ts';

/** What a full queue does with one more item. */
export type Overflow = 'DROP_OLDEST' | 'COALESCE' | 'CLOSE';

export interface QueueOptions<T> {
  readonly maxItems: number;
  /** Of all items together, as `sizeOf` counts. A single item may be larger. */
  readonly maxBytes: number;
  readonly overflow: Overflow;
  sizeOf(item: T): number;
  /** Items of equal keys may become one; null: never. */
  keyOf(item: T): string | null;
  /** What says all that both say, in the place of the earlier; null: both have to stay. */
  merge(earlier: T, later: T): T | null;
  /** Tells the consumer how many were dropped right before what comes next, and which of them was the last. */
  gap(dropped: number, last: T): T;
  /** Why a queue that is to be closed when it is full was closed. */
  tooSlow(): Error;
  /** Runs once, when nothing can be pushed any more. */
  onEnd?(): void;
  /** Runs once, when its consumer has met the end, or has gone. */
  onDone?(): void;
}

export interface QueueFigures {
  readonly queued: number;
  readonly bytes: number;
  /** Items that were pushed and are lost to the consumer, who was told how many. */
  readonly dropped: number;
  /** Items that became one with an earlier one. */
  readonly coalesced: number;
}

interface Entry<T> {
  readonly item: T;
  readonly size: number;
  /** How many pushed items it stands for. */
  readonly count: number;
}

/**
 * What waits for one consumer, bounded in items and bytes: the only place where a slow one's backlog may grow. `push` never
 * waits and never throws; what does not fit is merged, dropped or ends the queue. Items come out in the order of their
 * pushes, each once. A merged one has the place of its first part: who stops behind it and resumes there misses nothing.
 */
export class BoundedQueue<T> {
  readonly #options: QueueOptions<T>;
  readonly #entries = new Map<number, Entry<T>>();
  /** Where the latest entry of each key stands. */
  readonly #latest = new Map<string, number>();
  #ticket = 0;
  /** Entries that came while an earlier one had their key, since all were merged last. */
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

  /** Whether nothing can be pushed any more. */
  get ended(): boolean {
    return this.#end !== null;
  }

  /** Whether who pulls would have to wait. */
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

  /** No more will come: after what is queued, and `last`, which is never dropped, the consumer meets the end, or `error`. */
  end(last?: T, error?: Error): void {
    if (this.#end) return;
    this.#end = { last, error };
    this.#options.onEnd?.();
    this.#serve();
  }

  /** Throws what it was ended with. Not to be called again before it is answered. */
  pull(): Soon<Step<T>> {
    const step = this.#take();
    if (step) return step;
    this.#waiting = Promise.withResolvers();
    return this.#waiting.promise;
  }

  /** The consumer has gone: everything is freed, and whoever waits is told. */
  free(): void {
    const before = this.#end;
    this.#clear();
    this.#end = { last: undefined, error: undefined };
    if (!before) this.#options.onEnd?.();
    this.#done();
    this.#serve();
  }

  /** Nothing may be dropped: all of it is, and its consumer learns why. */
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
    if (this.#options.overflow === 'COALESCE') {
      if (this.#twins > 0) this.#mergeAll();
      if (!this.#fits(entry) && this.#join(entry)) {
        this.#dropWhile(() => this.#overweight);
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

  /** Makes an item one with the latest of its key, where there is one and both agree. */
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

  /** Merges whatever can be merged: each time it is called for entries that came since the last time. */
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
    const [ticket] = this.#entries.keys();
    const entry = ticket === undefined ? undefined : this.#entries.get(ticket);
    if (ticket === undefined || !entry) throw new Error('An empty queue was asked for its oldest item');
    this.#remove(ticket);
    return entry;
  }

  #remove(ticket: number): void {
    const entry = this.#entries.get(ticket);
    if (!entry) return;
    this.#entries.delete(ticket);
    this.#bytes -= entry.size;
    const key = this.#options.keyOf(entry.item);
    if (key !== null && this.#latest.get(key) === ticket) this.#latest.delete(key);
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

  /** Hands over what there is to who waits for it. */
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

  /** Null: there is nothing yet. */
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
