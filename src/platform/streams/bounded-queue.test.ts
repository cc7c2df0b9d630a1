import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BoundedQueue, type Overflow, type QueueOptions } from './bounded-queue.ts';

/** Numbers in the order of their pushes; `parts` are all that one stands for. */
interface Item {
  readonly parts: readonly number[];
  readonly key: string | null;
  readonly size: number;
  readonly gap?: { readonly dropped: number; readonly upTo: number };
}

const slow = new Error('too slow');

type Told = Pick<QueueOptions<Item>, 'onEnd' | 'onDone'>;

const queueOf = (maxItems: number, maxBytes: number, overflow: Overflow, told: Told = {}) =>
  new BoundedQueue<Item>({
    maxItems,
    maxBytes,
    overflow,
    sizeOf: ({ size }) => size,
    keyOf: ({ key }) => key,
    // Like texts of different attempts, some of equal keys have to stay two.
    merge: (earlier, later) =>
      (later.parts[0] ?? 0) % 7 === 0
        ? null
        : { ...earlier, parts: [...earlier.parts, ...later.parts], size: Math.max(earlier.size, later.size) },
    gap: (dropped, last) => ({ parts: [], key: null, size: 0, gap: { dropped, upTo: last.parts[0] ?? 0 } }),
    tooSlow: () => slow,
    ...told,
  });

const next = async (queue: BoundedQueue<Item>) => queue.pull();

/** All that is left until the end. */
async function rest(queue: BoundedQueue<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for (let step = await next(queue); !step.done; step = await next(queue)) items.push(step.value);
  return items;
}

const item = (part: number): Item => ({ parts: [part], key: null, size: 1 });

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ key: fc.constantFrom(null, 'a', 'b', 'c'), size: fc.integer({ min: 1, max: 40 }) }),
  },
  { weight: 1, arbitrary: fc.constant('pull' as const) },
);
const run = fc.record({
  steps: fc.array(step, { maxLength: 200 }),
  maxItems: fc.integer({ min: 1, max: 8 }),
  maxBytes: fc.integer({ min: 10, max: 100 }),
});

/** Plays pushes and pulls, then ends the queue with a last item and empties it. */
async function play(
  { steps, maxItems, maxBytes }: typeof run extends fc.Arbitrary<infer T> ? T : never,
  overflow: Overflow,
) {
  const queue = queueOf(maxItems, maxBytes, overflow);
  const taken: Item[] = [];
  const take = async () => {
    const { value } = await next(queue);
    if (value) taken.push(value);
  };
  let pushed = 0;
  let broken = false;
  for (const one of steps) {
    if (one !== 'pull') {
      pushed += 1;
      queue.push({ parts: [pushed], ...one });
      const { queued, bytes } = queue.figures;
      broken ||= queued > maxItems || (bytes > maxBytes && queued > 1);
    } else if (queue.figures.queued > 0) await take();
  }
  const figures = queue.figures;
  queue.end({ parts: [pushed + 1], key: null, size: 1_000 });
  const left = await rest(queue);
  const waited = left.slice(0, -1).filter(({ gap }) => !gap);
  return { taken: [...taken, ...left], waited, pushed, figures, broken };
}

describe.each(['DROP_OLDEST', 'COALESCE'] as const)('a queue with the policy %s', (overflow) => {
  test('keeps to its bounds, its order and its counts, and delivers the last item', async () => {
    await fc.assert(
      fc.asyncProperty(run, async (given) => {
        const { taken, waited, pushed, figures, broken } = await play(given, overflow);
        const items = taken.filter(({ gap }) => !gap);
        const heads = items.map(({ parts }) => parts[0] ?? 0);
        const parts = items.flatMap((item) => item.parts);
        const gaps = taken.flatMap(({ gap }) => gap ?? []);
        const dropped = gaps.reduce((sum, gap) => sum + gap.dropped, 0);
        expect(broken).toBe(false);
        expect(waited).toHaveLength(figures.queued);
        expect(waited.reduce((sum, { size }) => sum + size, 0)).toBe(figures.bytes);
        expect(heads).toEqual(heads.toSorted((a, b) => a - b));
        expect(new Set(parts).size).toBe(parts.length);
        expect(parts.length + dropped).toBe(pushed + 1);
        expect(dropped).toBe(figures.dropped);
        expect(heads.at(-1)).toBe(pushed + 1);
        if (overflow === 'DROP_OLDEST') expect(figures.coalesced).toBe(0);
      }),
    );
  });

  test('tells of what was dropped where it is missing: after what came before, and before what came after', async () => {
    await fc.assert(
      fc.asyncProperty(run, async (given) => {
        const { taken } = await play(given, overflow);
        for (const [index, { gap }] of taken.entries()) {
          if (!gap) continue;
          const [before, after] = [taken[index - 1], taken[index + 1]];
          if (before) expect(before.gap?.upTo ?? before.parts[0]).toBeLessThan(gap.upTo);
          expect(after?.gap?.upTo ?? after?.parts[0]).toBeGreaterThan(gap.upTo);
        }
      }),
    );
  });
});

test('merges only what finds no place, and drops only where that is not enough', async () => {
  const queue = queueOf(2, 1_000, 'COALESCE');
  const item = (part: number, key: string | null) => ({ parts: [part], key, size: 1 });
  queue.push(item(1, 'a'));
  queue.push(item(2, 'a'));
  expect(queue.figures).toMatchObject({ queued: 2, coalesced: 0 });
  queue.push(item(3, 'b'));
  queue.push(item(4, 'b'));
  expect(queue.figures).toMatchObject({ queued: 2, coalesced: 2, dropped: 0 });
  queue.push(item(5, 'c'));
  expect(queue.figures).toMatchObject({ queued: 2, coalesced: 2, dropped: 2 });
  queue.end();
  const taken = await rest(queue);
  expect(taken.map(({ parts, gap }) => gap ?? parts)).toEqual([{ dropped: 2, upTo: 1 }, [3, 4], [5]]);
});

test('is closed with its error when it is full and may not drop; the last item of an end is no reason', async () => {
  const closing = queueOf(1, 100, 'CLOSE');
  closing.push({ parts: [1], key: null, size: 1 });
  closing.end({ parts: [2], key: null, size: 1 });
  expect((await next(closing)).value?.parts).toEqual([1]);
  expect((await next(closing)).value?.parts).toEqual([2]);
  expect(await next(closing)).toEqual({ value: undefined, done: true });

  const full = queueOf(1, 100, 'CLOSE');
  full.push({ parts: [1], key: null, size: 1 });
  full.push({ parts: [2], key: null, size: 1 });
  expect(full.figures.queued).toBe(0);
  await expect(next(full)).rejects.toBe(slow);
  expect((await next(full)).done).toBe(true);
});

test('who frees it frees everything, tells who waits, and takes no more; its end is told once', async () => {
  let ends = 0;
  const onEnd = () => {
    ends += 1;
  };
  const queue = queueOf(10, 100, 'COALESCE', { onEnd });
  const waiting = next(queue);
  queue.free();
  expect(await waiting).toEqual({ value: undefined, done: true });
  queue.push(item(1));
  queue.end(item(2));
  expect(queue.figures.queued).toBe(0);
  queue.free();
  expect(ends).toBe(1);
});

test('is done once its consumer has met the end, after all that waited', async () => {
  let isDone = false;
  const onDone = () => {
    expect(isDone).toBe(false);
    isDone = true;
  };
  const queue = queueOf(10, 100, 'COALESCE', { onDone });
  const [waits, last] = [item(1), item(2)];
  queue.push(waits);
  queue.end(last, slow);
  for (const told of [waits, last]) expect([(await next(queue)).value, isDone]).toEqual([told, false]);
  await expect(next(queue)).rejects.toBe(slow);
  expect(isDone).toBe(true);
  queue.free();
});

test('one that is freed tells no more of what was dropped', async () => {
  const queue = queueOf(1, 100, 'DROP_OLDEST');
  for (const part of [1, 2]) queue.push({ parts: [part], key: null, size: 1 });
  expect(queue.figures.dropped).toBe(1);
  queue.free();
  expect(await next(queue)).toEqual({ value: undefined, done: true });
});
