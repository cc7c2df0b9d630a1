import { expect, test } from 'vitest';
import { MapTier } from '../../../tests/support/map-tier.ts';
import type { CacheTier, OwnedKey } from './cache.ts';
import { TieredCache } from './tiered-cache.ts';

interface Text {
  readonly text: string;
}

const codec = {
  encode: ({ text }: Text) => Buffer.from(`1${text}`),
  decode: (bytes: Buffer) => (bytes[0] === 49 ? { text: bytes.toString('utf8', 1) } : null),
};

function makeProcess(shared: CacheTier | null, lasting: CacheTier | null, holds = (_: Text) => true) {
  const bounds = { name: 'texts', maxBytes: 100_000, ttlMs: 60_000 };
  return new TieredCache<Text>({ ...bounds, sizeOf: ({ text }) => text.length, codec, shared, lasting, holds });
}

const key = { accountId: 'ada', key: 'a' };
const load = (text: string) => async () => ({ text });

test('loads a value once for concurrent and later callers', async () => {
  const cache = makeProcess(null, null);
  const loading = Promise.withResolvers<Text>();
  let loads = 0;
  const slow = () => {
    loads += 1;
    return loading.promise;
  };
  const answers = [cache.fetch(key, slow), cache.fetch(key, slow), cache.fetch(key, slow)];
  loading.resolve({ text: 'one' });
  expect((await Promise.all(answers)).map(({ hit }) => hit)).toEqual([false, true, true]);
  expect(await cache.fetch(key, load('two'))).toEqual({ value: { text: 'one' }, hit: true });
  expect(loads).toBe(1);
  expect(cache.figures()).toMatchObject({ name: 'texts', hits: 3, misses: 1, entries: 1 });
});

test('rejects all waiting callers if the load fails, and does not cache the failure', async () => {
  const cache = makeProcess(null, null);
  const fail = () => Promise.reject(new Error('no'));
  const answers = await Promise.allSettled([cache.fetch(key, fail), cache.fetch(key, fail)]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await cache.fetch(key, load('one'))).toMatchObject({ hit: false });
});

test('a load that was in flight when the cache was cleared is returned but not cached', async () => {
  const shared = new MapTier();
  const cache = makeProcess(shared, null);
  const loading = Promise.withResolvers<Text>();
  const first = cache.fetch(key, () => loading.promise);
  cache.clear();
  const second = cache.fetch(key, load('new'));
  expect(await second).toEqual({ value: { text: 'new' }, hit: false });
  loading.resolve({ text: 'old' });
  expect(await first).toMatchObject({ value: { text: 'old' } });
  expect(await cache.fetch(key, load('never'))).toEqual({ value: { text: 'new' }, hit: true });
  expect(shared.entries.get('ada a')?.toString()).toBe('1new');
});

test.each(['fetch', 'fetchAlone', 'find'] as const)(
  'what %s() was reading from a tier when the cache was cleared is returned but moves into no nearer tier',
  async (look) => {
    const [shared, lasting, asked, arrived] = [
      new MapTier(),
      new MapTier(),
      Promise.withResolvers<void>(),
      Promise.withResolvers<void>(),
    ];
    makeProcess(null, lasting).keep(key, { text: 'old' }, 60_000);
    const slow: CacheTier = {
      get: async (owned) => {
        const stored = await lasting.get(owned);
        asked.resolve();
        await arrived.promise;
        return stored;
      },
      set: lasting.set,
      clear: lasting.clear,
    };
    const cache = makeProcess(shared, slow);
    const found = look === 'find' ? cache.find(key, 60_000) : cache[look](key, load('new'));
    await asked.promise;
    await cache.clearAll();
    arrived.resolve();
    expect(JSON.stringify(await found)).toContain('old');
    expect([shared.entries.size, cache.figures().entries]).toEqual([0, 0]);
  },
);

test('finds in the shared tier what another process has loaded, and keeps it locally', async () => {
  const shared = new MapTier();
  const [one, other] = [makeProcess(shared, null), makeProcess(shared, null)];
  expect(await one.fetch(key, load('one'))).toEqual({ value: { text: 'one' }, hit: false });
  expect(await other.fetch(key, load('two'))).toEqual({ value: { text: 'one' }, hit: true });
  const third = makeProcess(shared, null);
  expect(await third.find(key, 60_000)).toEqual({ text: 'one' });
  expect(third.figures()).toMatchObject({ hits: 1, misses: 0, entries: 1 });
  shared.entries.clear();
  expect(await other.fetch(key, load('three'))).toEqual({ value: { text: 'one' }, hit: true });
  expect(other.figures()).toMatchObject({ hits: 2, misses: 0, entries: 1 });
});

test('counts a hit or miss only once the shared tier has answered, since counters must not decrease', async () => {
  const shared = new MapTier();
  await makeProcess(shared, null).fetch(key, load('one'));
  for (const look of ['fetch', 'fetchAlone', 'find'] as const) {
    const arrived = Promise.withResolvers<void>();
    const slow = {
      get: (owned: OwnedKey) => arrived.promise.then(() => shared.get(owned)),
      set() {},
      clear: async () => {},
    };
    const cache = makeProcess(slow, null);
    const found = look === 'find' ? cache.find(key, 60_000) : cache[look](key, load('two'));
    expect(cache.figures()).toMatchObject({ hits: 0, misses: 0 });
    arrived.resolve();
    await found;
    expect(cache.figures()).toMatchObject({ hits: 1, misses: 0 });
  }
});

test('reloads an outdated value in whichever tier it was kept, while find() still returns it', async () => {
  const shared = new MapTier();
  let outdated = '';
  const holds = ({ text }: Text) => text !== outdated;
  const [one, other] = [makeProcess(shared, null, holds), makeProcess(shared, null, holds)];
  await one.fetch(key, load('one'));
  outdated = 'one';
  expect(await one.find(key, 60_000)).toEqual({ text: 'one' });
  expect(await other.fetch(key, load('two'))).toEqual({ value: { text: 'two' }, hit: false });
  expect(await one.fetchAlone(key, load('three'))).toEqual({ value: { text: 'two' }, hit: true });
  outdated = 'two';
  expect(await one.fetch(key, load('four'))).toEqual({ value: { text: 'four' }, hit: false });
});

test('only values passed to keep() reach the lasting tier, from where they move into the nearer tiers', async () => {
  const lasting = new MapTier();
  const first = makeProcess(new MapTier(), lasting);
  const { value } = await first.fetch(key, load('one'));
  expect(lasting.entries.size).toBe(0);
  first.keep(key, value, 90_000);
  const shared = new MapTier();
  const later = makeProcess(shared, lasting);
  expect(await later.fetch(key, load('two'))).toEqual({ value: { text: 'one' }, hit: true });
  expect(shared.entries.size).toBe(1);
});

test('concurrent callers read each tier once', async () => {
  let asked = 0;
  const slow: CacheTier = {
    get: async () => {
      asked += 1;
      return null;
    },
    set: () => {},
    clear: async () => {},
  };
  const cache = makeProcess(slow, null);
  const answers = await Promise.all([1, 2, 3].map((n) => cache.fetch(key, load(`${n}`))));
  expect(answers.map(({ value }) => value.text)).toEqual(['1', '1', '1']);
  expect(asked).toBe(1);
});

test('fetchAlone() does not wait for a load in flight, returns what is cached, and caches what it loads', async () => {
  const shared = new MapTier();
  const cache = makeProcess(shared, null);
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const waiting = cache.fetch(key, async () => {
    await opened;
    return { text: 'slow' };
  });
  expect(await cache.fetchAlone(key, load('alone'))).toEqual({ value: { text: 'alone' }, hit: false });
  expect(await cache.fetchAlone(key, load('again'))).toEqual({ value: { text: 'alone' }, hit: true });
  expect(await makeProcess(shared, null).fetchAlone(key, load('other'))).toEqual({
    value: { text: 'alone' },
    hit: true,
  });
  open();
  expect((await waiting).value).toEqual({ text: 'slow' });
  const own = makeProcess(null, null);
  await own.fetchAlone(key, load('one'));
  expect(await own.fetchAlone(key, load('two'))).toEqual({ value: { text: 'one' }, hit: true });
});

test('bytes that cannot be decoded count as a miss', async () => {
  const shared = new MapTier();
  shared.entries.set('ada a', Buffer.from('2 other'));
  expect(await makeProcess(shared, null).fetch(key, load('one'))).toEqual({ value: { text: 'one' }, hit: false });
});

test('clear() empties the process tier, and clearAll() all tiers', async () => {
  const [shared, lasting] = [new MapTier(), new MapTier()];
  const cache = makeProcess(shared, lasting);
  const { value } = await cache.fetch(key, load('one'));
  cache.keep(key, value, 90_000);
  cache.clear();
  expect(await cache.fetch(key, load('two'))).toMatchObject({ hit: true });
  await cache.clearAll();
  expect([shared.entries.size, lasting.entries.size]).toEqual([0, 0]);
  expect(await cache.fetch(key, load('two'))).toMatchObject({ hit: false });
});
