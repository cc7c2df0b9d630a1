import { expect, test } from 'vitest';
import { MemoryCache } from './memory-cache.ts';

interface Text {
  readonly text: string;
}

const make = (bounds: { maxEntries?: number; maxBytes?: number } = { maxBytes: 1_000_000 }) =>
  new MemoryCache<Text>({ name: 'texts', sizeOf: ({ text }) => text.length, ...bounds });
const forever = null;

test('returns what it holds, and counts hits and misses', () => {
  const cache = make();
  cache.keep('a', { text: 'one' }, forever);
  expect(cache.get('a')).toEqual({ text: 'one' });
  expect(cache.get('b')).toBeUndefined();
  expect(cache.peek('a')).toEqual({ text: 'one' });
  expect(cache.figures()).toMatchObject({ name: 'texts', hits: 1, misses: 1, evictions: 0, entries: 1 });
  cache.clear();
  expect(cache.figures()).toMatchObject({ entries: 0, bytes: 0 });
});

test('an entry counts the bytes of its key and value plus a fixed overhead', () => {
  const cache = make();
  cache.keep('', { text: '' }, forever);
  const { bytes } = cache.figures();
  expect(bytes).toBeGreaterThan(0);
  cache.keep('key', { text: 'four' }, forever);
  expect(cache.figures().bytes).toBe(2 * bytes + 2 * 'key'.length + 'four'.length);
});

test('stays within its bounds of entries and bytes', () => {
  const few = make({ maxEntries: 50 });
  const small = make({ maxBytes: 10_000 });
  for (let n = 0; n < 500; n += 1) {
    few.keep(`key ${n}`, { text: 'x' }, forever);
    small.keep(`key ${n}`, { text: 'x'.repeat(800) }, forever);
  }
  expect(few.figures()).toMatchObject({ entries: 50, evictions: 450, maxEntries: 50, maxBytes: null });
  expect(small.figures()).toMatchObject({ evictions: 500 - small.figures().entries, maxEntries: null });
  expect(small.figures().bytes).toBeLessThanOrEqual(10_000);
  expect(small.figures().entries).toBeGreaterThan(5);
  small.keep('large', { text: 'x'.repeat(20_000) }, forever);
  expect(small.figures().bytes).toBeLessThanOrEqual(10_000);
});

test('evicts the least recently used entry, and peek() does not count as a use', () => {
  const cache = make({ maxEntries: 2 });
  for (const key of ['a', 'b']) cache.keep(key, { text: key }, forever);
  cache.look('a');
  cache.peek('b');
  cache.keep('c', { text: 'c' }, forever);
  expect(['a', 'b', 'c'].filter((key) => cache.peek(key))).toEqual(['a', 'c']);
});

test.each([0, -1])('an entry with a TTL of %i ms is not kept for ever', (ttlMs) => {
  const cache = make();
  cache.keep('a', { text: 'one' }, 60_000);
  cache.keep('a', { text: 'two' }, ttlMs);
  expect(cache.get('a')).toBeUndefined();
});

test('an entry without a TTL does not expire', async () => {
  const cache = make();
  cache.keep('a', { text: 'one' }, forever);
  cache.keep('b', { text: 'two' }, 1);
  await expect.poll(() => cache.get('b')).toBeUndefined();
  expect(cache.get('a')).toEqual({ text: 'one' });
});
