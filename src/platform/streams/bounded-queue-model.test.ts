import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LoggedEvent } from '../events/consumer.ts';
import { BoundedQueue, type Overflow } from './bounded-queue.ts';
import { eventItem, type Queued, streamRules } from './stream-item.ts';

const { sizeOf, keyOf, merge } = streamRules;
const slow = new Error('too slow');

/** A gap with the number of dropped items and the sequence number of the last one; -1 if that was text. */
const gapOf = (dropped: number, last: Queued): Queued => ({
  type: 'gap',
  position: { seq: last.type === 'event' ? last.event.seq : -1, text: null },
  gap: { reason: 'OVERFLOW', dropped, resumeAfter: null },
});

interface Bounds {
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly overflow: Overflow;
}

interface Entry {
  readonly item: Queued;
  readonly count: number;
}

/** Reference model of the queue, as simple as possible: it scans all entries each time. */
class Reference {
  readonly #bounds: Bounds;
  #entries: Entry[] = [];
  #gap: { readonly dropped: number; readonly last: Queued } | null = null;
  #ending: readonly Queued[] | null = null;
  isTooSlow = false;
  dropped = 0;
  coalesced = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  get figures() {
    const { dropped, coalesced } = this;
    return { queued: this.#entries.length, bytes: this.#bytes, dropped, coalesced };
  }

  push(item: Queued): void {
    if (this.#ending || this.isTooSlow) return;
    const entry = { item, count: 1 };
    if (this.#fits(item)) this.#entries.push(entry);
    else if (this.#bounds.overflow === 'CLOSE') this.#close();
    else if (this.#bounds.overflow === 'COALESCE') this.#coalesce(entry);
    else this.#dropFor(entry);
  }

  end(last: Queued): void {
    if (!this.isTooSlow) this.#ending = [last];
  }

  /** Returns null if nothing is queued. */
  pull(): Queued | null {
    if (this.#gap) {
      const { dropped, last } = this.#gap;
      this.#gap = null;
      return gapOf(dropped, last);
    }
    const [first, ...rest] = this.#entries;
    if (first) {
      this.#entries = rest;
      return first.item;
    }
    const [last = null] = this.#ending ?? [];
    if (last) this.#ending = [];
    return last;
  }

  get #bytes(): number {
    return this.#entries.reduce((sum, { item }) => sum + sizeOf(item), 0);
  }

  #fits(item: Queued): boolean {
    const { maxItems, maxBytes } = this.#bounds;
    const { length } = this.#entries;
    return length === 0 || (length < maxItems && this.#bytes + sizeOf(item) <= maxBytes);
  }

  #close(): void {
    this.#entries = [];
    this.isTooSlow = true;
  }

  #coalesce(entry: Entry): void {
    const all = this.#entries;
    this.#entries = [];
    for (const one of all) if (!this.#join(one)) this.#entries.push(one);
    if (this.#fits(entry.item)) this.#entries.push(entry);
    else if (this.#join(entry)) while (this.#entries.length > 1 && this.#bytes > this.#bounds.maxBytes) this.#drop();
    else this.#dropFor(entry);
  }

  #join({ item, count }: Entry): boolean {
    const key = keyOf(item);
    const place = key === null ? -1 : this.#entries.findLastIndex((one) => keyOf(one.item) === key);
    const earlier = this.#entries[place];
    const merged = earlier && merge(earlier.item, item);
    if (!merged) return false;
    this.#entries[place] = { item: merged, count: earlier.count + count };
    this.coalesced += 1;
    return true;
  }

  #dropFor(entry: Entry): void {
    while (!this.#fits(entry.item)) this.#drop();
    this.#entries.push(entry);
  }

  #drop(): void {
    const oldest = this.#entries.shift();
    if (!oldest) throw new Error('Nothing is left to drop');
    this.dropped += oldest.count;
    this.#gap = { dropped: oldest.count + (this.#gap?.dropped ?? 0), last: oldest.item };
  }
}

const happenings = [
  ['MemoryAdded', 'tea'],
  ['MemoryChanged', 'tea'],
  ['MemoryForgotten', 'coffee'],
  ['ConsolidationProgress', 'run'],
  ['AgentToolCalled', 'call'],
] as const;
/** A text of this length in which no two positions are alike. */
const textOf = (length: number): string =>
  Array.from({ length }, (_, index) => String.fromCharCode(index + 256)).join('');
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ says: fc.integer({ min: 1, max: 200 }).map(textOf) }) },
  { weight: 3, arbitrary: fc.record({ happens: fc.constantFrom(...happenings) }) },
  { weight: 1, arbitrary: fc.constant('begins anew' as const) },
  { weight: 2, arbitrary: fc.constant('pull' as const) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Items as in a stream: events are numbered, and pieces of text adjoin. */
function* itemsOf(steps: readonly Step[]): Generator<Queued | 'pull'> {
  let [seq, attempt, offset] = [0, 1, 0];
  for (const one of steps) {
    if (one === 'pull') yield one;
    else if (one === 'begins anew') [attempt, offset] = [attempt + 1, 0];
    else if ('says' in one) {
      yield { type: 'text', part: { attempt, offset, text: one.says } };
      offset += one.says.length;
    } else {
      const [type, subjectId] = one.happens;
      seq += 1;
      yield itemOf({ seq, type, subjectId, changed: [`field ${seq}`] });
    }
  }
}

const itemOf = (event: Omit<LoggedEvent, 'data' | 'at'>): Queued => {
  const logged = { ...event, data: null, at: new Date(0) };
  return eventItem(logged, [logged]);
};
const final = itemOf({ seq: 1_000, type: 'AgentRunFinished', subjectId: 'run', changed: [] });

/** Checks that text has no gap or overlap except after a gap item, and that events are in order. */
function check(told: readonly Queued[]): void {
  let [seq, attempt, end, isWhole] = [0, 0, 0, true];
  for (const item of told) {
    if (item.type === 'gap') isWhole = false;
    else if (item.type === 'event') {
      expect(item.event.seq).toBeGreaterThan(seq);
      seq = item.event.seq;
    } else {
      const { part } = item;
      expect(part.attempt).toBeGreaterThanOrEqual(attempt);
      const expected = part.attempt === attempt ? end : 0;
      if (isWhole) expect(part.offset).toBe(expected);
      else expect(part.offset).toBeGreaterThanOrEqual(expected);
      [attempt, end, isWhole] = [part.attempt, part.offset + part.text.length, true];
    }
  }
}

test.each(['COALESCE', 'DROP_OLDEST', 'CLOSE'] as const)(
  'a queue with the policy %s behaves like the reference implementation',
  async (overflow) => {
    const given = [
      fc.array(step, { maxLength: 120 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 200, max: 1_500 }),
    ] as const;
    await fc.assert(
      fc.property(...given, (steps, maxItems, maxBytes) => {
        const queue = new BoundedQueue<Queued>({
          ...streamRules,
          maxItems,
          maxBytes,
          overflow,
          gap: gapOf,
          tooSlow: () => slow,
        });
        const reference = new Reference({ maxItems, maxBytes, overflow });
        const told: Queued[] = [];
        const pull = () => {
          const expected = reference.pull();
          const step = queue.pull();
          if (expected === null || step instanceof Promise) expect(step).toEqual({ value: undefined, done: true });
          else {
            expect(step).toEqual({ value: expected, done: false });
            told.push(expected);
          }
          return expected !== null;
        };
        for (const item of itemsOf(steps)) {
          if (item !== 'pull') {
            queue.push(item);
            reference.push(item);
          } else if (!queue.idle && !reference.isTooSlow) pull();
          expect(queue.figures).toEqual(reference.figures);
          const { queued, bytes } = queue.figures;
          expect(queued).toBeLessThanOrEqual(maxItems);
          if (queued > 1) expect(bytes).toBeLessThanOrEqual(maxBytes);
        }
        queue.end(final);
        reference.end(final);
        check(told);
        if (reference.isTooSlow) {
          expect(() => queue.pull()).toThrow(slow);
          return;
        }
        while (pull());
        check(told);
        expect(told.at(-1)).toBe(final);
      }),
    );
  },
);
