import { expect, test } from 'vitest';
import { MemoryCache } from './memory-cache.ts';

interface Text {
  readonly text: string;
}

const make = (bounds: { maxEntries?: number; maxBytes?: number; ttlMs?: number } = {}) =>
  new MemoryCache<Text>({
    name: 'texts',
    maxBytes: 1_000_000,
    ttlMs: 60_000,
    sizeOf: ({ text }) => text.length,
    ...bounds,
  });
const load = (text: string) => async () => ({ text });

test('a value is loaded once, and kept', async () => {
  const cache = make();
  expect(await cache.fetch('a', load('one'))).toEqual({ value: { text: 'one' }, hit: false });
  expect(await cache.fetch('a', load('two'))).toEqual({ value: { text: 'one' }, hit: true });
  expect(cache.figures()).toMatchObject({ name: 'texts', hits: 1, misses: 1, evictions: 0, entries: 1 });
});

test('who asks while a value is being loaded waits for the same one', async () => {
  const cache = make();
  const loading = Promise.withResolvers<Text>();
  let loads = 0;
  const slow = () => {
    loads += 1;
    return loading.promise;
  };
  const answers = [cache.fetch('a', slow), cache.fetch('a', slow), cache.fetch('a', slow)];
  loading.resolve({ text: 'one' });
  expect((await Promise.all(answers)).map(({ hit }) => hit)).toEqual([false, true, true]);
  expect(loads).toBe(1);
});

test('what is deleted while it is being loaded is answered to who waits, and not kept', async () => {
  const cache = make();
  const loading = Promise.withResolvers<Text>();
  const waiting = cache.fetch('a', () => loading.promise);
  cache.delete('a');
  loading.resolve({ text: 'one' });
  expect(await waiting).toEqual({ value: { text: 'one' }, hit: false });
  expect(cache.peek('a')).toBeUndefined();
});

test('an entry takes the bytes of its key and its value, and some beside them', async () => {
  const cache = make();
  await cache.fetch('', load(''));
  const { bytes } = cache.figures();
  expect(bytes).toBeGreaterThan(0);
  await cache.fetch('key', load('four'));
  expect(cache.figures().bytes).toBe(2 * bytes + 2 * 'key'.length + 'four'.length);
});

test('what fails is told to all who wait, and not kept', async () => {
  const cache = make();
  const fail = () => Promise.reject(new Error('no'));
  const answers = await Promise.allSettled([cache.fetch('a', fail), cache.fetch('a', fail)]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await cache.fetch('a', load('one'))).toMatchObject({ hit: false });
});

test('it holds to its bounds in entries and in bytes', async () => {
  const few = make({ maxEntries: 50 });
  const small = make({ maxBytes: 10_000 });
  for (let n = 0; n < 500; n += 1) {
    await few.fetch(`key ${n}`, load('x'));
    await small.fetch(`key ${n}`, load('x'.repeat(800)));
  }
  expect(few.figures()).toMatchObject({ entries: 50, evictions: 450 });
  expect(small.figures()).toMatchObject({ evictions: 500 - small.figures().entries });
  expect(small.figures().bytes).toBeLessThanOrEqual(10_000);
  expect(small.figures().entries).toBeGreaterThan(5);
  await small.fetch('large', load('x'.repeat(20_000)));
  expect(small.figures().bytes).toBeLessThanOrEqual(10_000);
});

test('a value that was being loaded when the cache was cleared is answered, and not kept', async () => {
  const cache = make();
  const loading = Promise.withResolvers<Text>();
  const first = cache.fetch('a', () => loading.promise);
  cache.clear();
  const second = cache.fetch('a', load('new'));
  loading.resolve({ text: 'old' });
  expect(await first).toMatchObject({ value: { text: 'old' } });
  expect(await second).toMatchObject({ value: { text: 'new' }, hit: false });
  expect(await cache.fetch('a', load('never'))).toMatchObject({ value: { text: 'new' }, hit: true });
  cache.delete('a');
  expect(cache.figures()).toMatchObject({ entries: 0, bytes: 0 });
});

test('50 items or 10 MB, whichever is less, as conversations of agents have it', async () => {
  const bounds = { maxEntries: 50, maxBytes: 10 * 1024 * 1024 };
  const many = make(bounds);
  for (let n = 0; n < 200; n += 1) await many.fetch(`conversation ${n}`, load('short'));
  expect(many.figures()).toMatchObject({ entries: 50, evictions: 150 });
  const large = make(bounds);
  const megabyte = 'x'.repeat(1024 * 1024);
  for (let n = 0; n < 40; n += 1) {
    await large.fetch(`conversation ${n}`, load(megabyte));
    expect(large.figures().bytes).toBeLessThanOrEqual(10 * 1024 * 1024);
  }
  expect(large.figures().entries).toBe(9);
});

test.each([0, -1])('what may be kept for %i ms is not kept for ever', async (ttlMs) => {
  const cache = make({ ttlMs: 0 });
  cache.keep('a', { text: 'one' }, 60_000);
  cache.keep('a', { text: 'two' }, ttlMs);
  expect(cache.get('a')).toBeUndefined();
});

test('what may be kept as long as there is room has no end', async () => {
  const cache = make({ ttlMs: 1 });
  cache.keep('a', { text: 'one' }, null);
  cache.keep('b', { text: 'two' }, 1);
  await expect.poll(() => cache.get('b')).toBeUndefined();
  expect(cache.get('a')).toEqual({ text: 'one' });
});
