import { describe, expect, test } from 'vitest';
import { MapTier } from '../../../tests/support/map-tier.ts';
import { CachedEmbedder } from './cached-embedder.ts';
import { EmbedderUnavailableError, TextRefusedError } from './embedder.errors.ts';
import type { Embedder, TextKind } from './embedder.ts';

/** Embeds a text as its length and records each call; rejects texts that ask for it. */
class LengthEmbedder implements Embedder {
  readonly model = 'length';
  readonly dimensions = 1;
  readonly calls: { readonly texts: readonly string[]; readonly kind: TextKind }[] = [];
  down = false;

  expectDimensions() {}

  async embed(texts: readonly string[], kind: TextKind) {
    this.calls.push({ texts, kind });
    await Promise.resolve();
    if (this.down) throw new EmbedderUnavailableError('down');
    if (texts.includes('refused')) throw new TextRefusedError('one of them');
    return texts.map(({ length }) => ({ values: Int8Array.of(length), scale: 1 }));
  }
}

const setUp = (bounds?: { readonly bytes?: number; readonly batch?: number }) => {
  const inner = new LengthEmbedder();
  return { inner, cached: new CachedEmbedder(inner, bounds) };
};
const lengths = (vectors: readonly { readonly values: Int8Array }[]) => vectors.map(({ values }) => values[0]);

describe('CachedEmbedder', () => {
  test('embeds each text once, and returns vectors in the order of the texts', async () => {
    const { inner, cached } = setUp();
    expect(lengths(await cached.embed(['aa', 'b', 'aa'], 'query'))).toEqual([2, 1, 2]);
    expect(lengths(await cached.embed(['b', 'ccc', 'aa'], 'query'))).toEqual([1, 3, 2]);
    expect(inner.calls.map(({ texts }) => texts)).toEqual([['aa', 'b'], ['ccc']]);
    expect(cached.figures()).toMatchObject({ hits: 3, misses: 3, entries: 3 });
  });

  test('batches the requests of one event-loop turn, and keeps queries and passages apart', async () => {
    const { inner, cached } = setUp();
    const answers = await Promise.all([
      cached.embed(['a', 'bb'], 'query'),
      cached.embed(['bb'], 'passage'),
      cached.embed(['bb', 'ccc'], 'query'),
    ]);
    expect(answers.map(lengths)).toEqual([[1, 2], [2], [2, 3]]);
    expect(inner.calls).toEqual([
      { texts: ['a', 'bb', 'ccc'], kind: 'query' },
      { texts: ['bb'], kind: 'passage' },
    ]);
  });

  test('a text in flight is not requested again', async () => {
    const { inner, cached } = setUp();
    const first = cached.embed(['a'], 'query');
    while (inner.calls.length === 0) await new Promise(setImmediate);
    const second = cached.embed(['a'], 'query');
    expect(lengths([...(await first), ...(await second)])).toEqual([1, 1]);
    expect(inner.calls).toHaveLength(1);
  });

  test('no call exceeds the batch size', async () => {
    const { inner, cached } = setUp({ batch: 2 });
    expect(lengths(await cached.embed(['a', 'bb', 'ccc', 'dddd', 'eeeee'], 'query'))).toEqual([1, 2, 3, 4, 5]);
    expect(inner.calls.map(({ texts }) => texts.length)).toEqual([2, 2, 1]);
  });

  test('evicts the least recently used vector when over its bound of bytes', async () => {
    const { inner, cached } = setUp({ bytes: 1_000 });
    for (const text of ['a', 'b', 'c', 'a']) await cached.embed([text], 'query');
    expect(inner.calls).toHaveLength(4);
    expect(cached.figures()).toMatchObject({ entries: 2, evictions: 2, maxBytes: 1_000 });
  });

  test('a failure rejects all waiting callers and is not cached', async () => {
    const { inner, cached } = setUp();
    inner.down = true;
    const failed = await Promise.allSettled([cached.embed(['a'], 'query'), cached.embed(['a', 'b'], 'query')]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(inner.calls).toHaveLength(1);
    inner.down = false;
    expect(lengths(await cached.embed(['a', 'b'], 'query'))).toEqual([1, 1]);
  });

  test('a refused text does not fail the texts of other callers', async () => {
    const { cached } = setUp();
    const [good, bad] = await Promise.allSettled([
      cached.embed(['a', 'b'], 'query'),
      cached.embed(['b', 'refused'], 'query'),
    ]);
    expect(good).toMatchObject({ status: 'fulfilled' });
    expect(bad).toMatchObject({ status: 'rejected', reason: expect.any(TextRefusedError) });
  });

  test('an aborted caller stops waiting, and the others get their answer', async () => {
    const { cached } = setUp();
    const abort = new AbortController();
    const left = cached.embed(['a'], 'query', abort.signal);
    const stayed = cached.embed(['a'], 'query');
    abort.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(lengths(await stayed)).toEqual([1]);
  });

  test('does not share vectors with a process that uses another query prefix', async () => {
    const tier = new MapTier();
    const { inner } = setUp();
    for (const prefix of ['query:', 'search_query:', 'query:']) {
      const cached = new CachedEmbedder(inner, {}, prefix);
      cached.shareBy(tier);
      await cached.embed(['aa'], 'query');
    }
    expect(inner.calls).toHaveLength(2);
  });

  test('a vector that was in flight when the cache was cleared is not cached', async () => {
    const { inner, cached } = setUp();
    const tier = new MapTier();
    cached.shareBy(tier);
    const before = cached.embed(['a'], 'query');
    await cached.clearAll();
    await before;
    expect(cached.figures().entries + tier.entries.size).toBe(0);
    await cached.embed(['a'], 'query');
    expect(inner.calls.flatMap(({ texts }) => texts)).toEqual(['a', 'a']);
    expect([cached.figures().entries, tier.entries.size]).toEqual([1, 1]);
  });

  test('finds vectors of another process in the shared tier, and requests those of another size again', async () => {
    const tier = new MapTier();
    const [one, other] = [setUp(), setUp()];
    for (const { cached } of [one, other]) cached.shareBy(tier);
    const given = await one.cached.embed(['aa'], 'query');
    expect(await other.cached.embed(['aa'], 'query')).toEqual(given);
    expect(other.inner.calls).toEqual([]);
    expect(other.cached.figures()).toMatchObject({ hits: 1, misses: 0, entries: 1 });
    for (const key of tier.entries.keys()) tier.entries.set(key, Buffer.alloc(40));
    other.cached.clear();
    expect(await other.cached.embed(['aa'], 'query')).toEqual(given);
    expect(other.inner.calls).toHaveLength(1);
    await other.cached.clearAll();
    expect(tier.entries.size).toBe(0);
  });
});
