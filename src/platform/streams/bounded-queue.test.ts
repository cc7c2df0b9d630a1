import { expect, test } from 'vitest';
import { BoundedQueue, type Overflow, type QueueOptions } from './bounded-queue.ts';

/** A number in push order; `parts`: all items that were merged into it. */
interface Item {
  readonly parts: readonly number[];
  readonly key: string | null;
  readonly size: number;
  readonly gap?: { readonly dropped: number; readonly upTo: number };
}

const slow = new Error('too slow');

type Told = Pick<QueueOptions<Item>, 'onEnd' | 'onDone' | 'isElsewhere'>;

const queueOf = (maxItems: number, maxBytes: number, overflow: Overflow, told: Told = {}) =>
  new BoundedQueue<Item>({
    maxItems,
    maxBytes,
    overflow,
    sizeOf: ({ size }) => size,
    keyOf: ({ key }) => key,
    merge: (earlier, later) => ({ ...earlier, parts: [...earlier.parts, ...later.parts] }),
    gap: (dropped, last) => ({ parts: [], key: null, size: 0, gap: { dropped, upTo: last.parts[0] ?? 0 } }),
    tooSlow: () => slow,
    ...told,
  });

const next = async (queue: BoundedQueue<Item>) => queue.pull();

/** Returns everything left until the end. */
async function rest(queue: BoundedQueue<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for (let step = await next(queue); !step.done; step = await next(queue)) items.push(step.value);
  return items;
}

const item = (part: number): Item => ({ parts: [part], key: null, size: 1 });

test('items are merged only if they do not fit, and dropped only if merging is not enough', async () => {
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

test('with CLOSE an item that does not fit closes the queue with its error, but the last item of end() does not', async () => {
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

test('free() notifies the waiting consumer, ignores later pushes, and calls onEnd only once', async () => {
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

test('onDone is called once the consumer has reached the end, after all queued items', async () => {
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

test('a freed queue reports no gap for dropped items', async () => {
  const queue = queueOf(1, 100, 'DROP_OLDEST');
  for (const part of [1, 2]) queue.push({ parts: [part], key: null, size: 1 });
  expect(queue.figures.dropped).toBe(1);
  queue.free();
  expect(await next(queue)).toEqual({ value: undefined, done: true });
});

test('a full queue that merges is emptied, and drops nothing, if the consumer gets all of it elsewhere', async () => {
  let asked = 0;
  const isElsewhere = () => {
    asked += 1;
    return asked === 1;
  };
  const queue = queueOf(2, 1_000, 'COALESCE', { isElsewhere });
  for (const part of [1, 2, 3]) queue.push(item(part));
  expect(queue.figures).toEqual({ queued: 0, bytes: 0, dropped: 0, coalesced: 0 });
  for (const part of [4, 5, 6]) queue.push(item(part));
  expect(queue.figures).toMatchObject({ queued: 2, dropped: 1 });
  const dropping = queueOf(1, 1_000, 'DROP_OLDEST', { isElsewhere: () => true });
  for (const part of [1, 2]) dropping.push(item(part));
  expect(dropping.figures).toMatchObject({ queued: 1, dropped: 1 });
});
