import { describe, expect, test } from 'vitest';
import { KernelThreadError } from '../simd/kernel-thread.errors.ts';
import { memoryOf } from '../simd/shared-memory.ts';
import { PieceSimilarity, type PieceTexts } from './piece-similarity.ts';
import { loadStaticEmbedder } from './static-embedder.ts';
import type { StaticTable } from './static-table.ts';

const { table } = await loadStaticEmbedder();

let state = 20261120;
const below = (bound: number): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * bound);
};
const pieces = (count: number, bound: number): Uint16Array => Uint16Array.from({ length: count }, () => below(bound));

/** A small table of any dimensions, with one row of zeros. */
function smallTable(dimensions: number): StaticTable {
  const size = 40;
  const memory = memoryOf(size * dimensions);
  const rows = new Int8Array(memory.buffer, 0, size * dimensions);
  for (let i = dimensions; i < rows.length; i++) rows[i] = below(255) - 127;
  return { size, dimensions, rows, scales: new Float32Array(size).fill(0.01), bytes: new Uint8Array(), memory };
}

function plainCosine({ rows, dimensions, size }: StaticTable, a: number, b: number): number {
  if (a >= size || b >= size) return 0;
  let [dot, squaresA, squaresB] = [0, 0, 0];
  for (let i = 0; i < dimensions; i++) {
    const [x, y] = [rows[a * dimensions + i] ?? 0, rows[b * dimensions + i] ?? 0];
    dot += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return dot === 0 ? 0 : dot / Math.sqrt(squaresA * squaresB);
}

/** The texts' pieces in one array, with other pieces in between. */
function asTexts(texts: readonly Uint16Array[]): PieceTexts {
  const others = [7, 2_003];
  const numbers = Uint16Array.from(texts.flatMap((text) => [...others, ...text]));
  let end = 0;
  const ends = Int32Array.from(texts, ({ length }) => (end += others.length + length));
  return { numbers, starts: ends.map((one, index) => one - (texts[index]?.length ?? 0)), ends };
}

const bestOf = (similarity: PieceSimilarity, texts: readonly Uint16Array[], asked: Uint16Array): Float32Array =>
  similarity.best(asTexts(texts), texts.length, asked);

function expectPlain(of: StaticTable, similarity: PieceSimilarity, texts: readonly Uint16Array[], asked: Uint16Array) {
  const values = bestOf(similarity, texts, asked);
  const stride = asked.length;
  expect(values.length).toBe(texts.length * stride);
  for (const [index, text] of texts.entries()) {
    const found = [...values.subarray(index * stride, (index + 1) * stride)];
    const plain = [...asked].map((piece) => Math.max(0, ...[...text].map((one) => plainCosine(of, one, piece))));
    for (const [place, cosine] of found.entries()) expect(cosine).toBeCloseTo(plain[place] ?? 0, 6);
  }
}

test.each([1, 15, 16, 100, 256, 300])('equals a plain loop at %i dimensions', (dimensions) => {
  const small = smallTable(dimensions);
  const similarity = new PieceSimilarity(small);
  for (const askedCount of [1, 3, 4, 9]) {
    const texts = Array.from({ length: 12 }, () => pieces(below(9), small.size));
    expectPlain(small, similarity, texts, pieces(askedCount, small.size));
  }
});

test('equals a plain loop on the shipped table, call after call', () => {
  const similarity = new PieceSimilarity(table);
  for (const count of [3, 60, 5]) {
    const texts = Array.from({ length: count }, () => pieces(10, table.size));
    expectPlain(table, similarity, texts, pieces(6, table.size));
  }
});

test('is bit-identical once the cosines of frequent pieces are cached', () => {
  for (const one of [table, smallTable(100)]) {
    const similarity = new PieceSimilarity(one);
    const texts = Array.from({ length: 30 }, () => pieces(10, one.size));
    const asked = Uint16Array.of(3, 17, 9, 4, 22, 30);
    const first = bestOf(similarity, texts, asked);
    for (let call = 0; call < 30; call++) expect(bestOf(similarity, texts, asked)).toEqual(first);
    expect(bestOf(similarity, texts, asked.slice(1, 3))).toEqual(
      Float32Array.from(texts.flatMap((_, text) => [...first.subarray(text * 6 + 1, text * 6 + 3)])),
    );
    expectPlain(one, similarity, texts, Uint16Array.of(9, 35, 3, 38));
  }
});

test('a piece that is not in the table is similar to none', () => {
  const similarity = new PieceSimilarity(table);
  expectPlain(
    table,
    similarity,
    [Uint16Array.of(65_535, 2_003), Uint16Array.of(60_000)],
    Uint16Array.of(2_003, 65_000),
  );
  expect(similarity.length(65_535)).toBe(0);
  expect(similarity.length(2_003)).toBeGreaterThan(0);
});

describe('bestAside', () => {
  const many = () => Array.from({ length: 400 }, () => pieces(12, table.size));
  const aside = (similarity: PieceSimilarity, texts: readonly Uint16Array[], asked: Uint16Array) =>
    similarity.bestAside(asTexts(texts), texts.length, asked);

  test('is bit-identical on the thread while this thread computes too, with at most two jobs at a time', async () => {
    await using similarity = new PieceSimilarity(table, { cores: 2, busyAt: 0 });
    const other = new PieceSimilarity(table, { cores: 1, busyAt: 0 });
    const asked = Uint16Array.of(2_003, 9, 4_000, 31, 65_000);
    // Caches some cosines now; later calls cache more.
    for (let call = 0; call < 10; call++) bestOf(similarity, [pieces(10, table.size)], asked.subarray(0, 2));
    for (let round = 0; round < 20; round++) {
      const [one, two, three] = [many(), many(), many()];
      const found = [
        aside(similarity, one, asked),
        aside(similarity, two, asked.slice(1)),
        aside(similarity, one, asked),
      ];
      expect(found.map((promise) => promise !== null)).toEqual([true, true, false]);
      expect(bestOf(similarity, three, asked)).toEqual(bestOf(other, three, asked));
      expect(await found[0]).toEqual(bestOf(other, one, asked));
      expect(await found[1]).toEqual(bestOf(other, two, asked.slice(1)));
    }
  });

  test('returns null for too few or too many pieces, and on a single core', () => {
    const similarity = new PieceSimilarity(table, { cores: 2, busyAt: 0 });
    expect(aside(similarity, [pieces(4_000, table.size)], Uint16Array.of(9))).toBeNull();
    const whole = [Uint16Array.from({ length: table.size }, (_, piece) => piece)];
    expect(aside(similarity, whole, pieces(40, table.size))).toBeNull();
    expect(aside(new PieceSimilarity(table, { cores: 1, busyAt: 0 }), many(), Uint16Array.of(9))).toBeNull();
  });

  test('starts a thread only once calls are frequent enough, and keeps using it', async () => {
    await using similarity = new PieceSimilarity(table, { cores: 2, busyAt: 3 });
    const ask = () => aside(similarity, many(), Uint16Array.of(9));
    const first = [ask(), ask(), ask()];
    expect(first).toEqual([null, null, null]);
    await expect.poll(ask).not.toBeNull();
    // Once started, the thread is used even if calls become rare.
    expect(await ask()).not.toBeNull();
  });

  test('rejects if the thread is lost, and uses a new one for the next call', async () => {
    const similarity = new PieceSimilarity(table, { cores: 2, busyAt: 0 });
    const [texts, asked] = [many(), Uint16Array.of(9, 2_003)];
    for (let round = 0; round < 3; round++) {
      expect(await aside(similarity, texts, asked)).toEqual(bestOf(similarity, texts, asked));
      const lost = [aside(similarity, texts, asked), aside(similarity, texts, asked)];
      const refused = expect(Promise.allSettled(lost)).resolves.toMatchObject(
        lost.map(() => ({ reason: expect.any(KernelThreadError) })),
      );
      await similarity[Symbol.asyncDispose]();
      await refused;
    }
  });
});

test('returns no similarity without texts or pieces', () => {
  const similarity = new PieceSimilarity(table);
  expect(bestOf(similarity, [], Uint16Array.of(5)).length).toBe(0);
  expect(bestOf(similarity, [Uint16Array.of(5)], new Uint16Array())).toEqual(new Float32Array());
  expect([...bestOf(similarity, [new Uint16Array()], Uint16Array.of(5))]).toEqual([0]);
});
