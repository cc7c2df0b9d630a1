import { afterAll, describe, expect, test } from 'vitest';
import { DotScan } from './dot-scan.ts';
import { Int8Rows } from './int8-rows.ts';
import { KernelThreadError } from './kernel-thread.errors.ts';
import type { Sifted } from './scan-job.ts';
import { callRows } from './scan-slot.ts';

const scan = new DotScan();
afterAll(() => scan[Symbol.asyncDispose]());

const randomRow = (dimensions: number): Int8Array =>
  Int8Array.from({ length: dimensions }, () => Math.floor(Math.random() * 255) - 127);

const plainProduct = (a: Int8Array, b: Int8Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** A different scale per row, rounded to the stored precision. */
const scaleOf = (row: number): number => Math.fround(1 / (600 + (row % 7)));

function rowsOf(vectors: readonly Int8Array[], dimensions: number): Int8Rows {
  const rows = new Int8Rows(scan, dimensions);
  rows.reserve(vectors.length);
  for (const [row, values] of vectors.entries()) rows.set(row, { values, scale: scaleOf(row) });
  return rows;
}

const all = Number.NEGATIVE_INFINITY;

const pairsOf = ({ count, pairs }: Sifted): [row: number, product: number][] =>
  Array.from({ length: count }, (_, i) => [pairs[2 * i] ?? -1, pairs[2 * i + 1] ?? 0]);

/** Expected pairs of the rows from `first` on, by a plain loop. */
const plainPairs = (vectors: readonly Int8Array[], question: Int8Array, first = 0): [row: number, product: number][] =>
  vectors.slice(first).map((vector, i) => [first + i, plainProduct(vector, question)]);

describe('products', () => {
  test.each([1, 15, 16, 17, 31, 32, 33, 128, 256, 384, 1_000, 1_536])(
    'equal those of a plain loop at %i dimensions',
    (dimensions) => {
      const vectors = Array.from({ length: 303 }, () => randomRow(dimensions));
      const rows = rowsOf(vectors, dimensions);
      for (const question of [randomRow(dimensions), randomRow(dimensions)]) {
        rows.ask(question);
        expect(pairsOf(rows.sift(0, 303, all))).toEqual(plainPairs(vectors, question));
        const some = [302, 0, 17, 17, 204];
        const picked = [...rows.productsOf(some).subarray(0, some.length)];
        expect(picked).toEqual(some.map((row) => plainProduct(vectors[row] ?? question, question)));
      }
      expect(vectors.map((_, row) => rows.get(row))).toEqual(vectors);
    },
  );

  test('are exact at the ends of the range and for zero rows', () => {
    const ends = [-127, 127, 0].map((value) => new Int8Array(256).fill(value));
    const rows = rowsOf(ends, 256);
    for (const question of ends) {
      rows.ask(question);
      expect(pairsOf(rows.sift(0, 3, all))).toEqual(ends.map((row, place) => [place, plainProduct(row, question) + 0]));
    }
  });

  test('are correct for any range of rows while the memory grows', () => {
    const rows = new Int8Rows(scan, 256);
    const vectors = Array.from({ length: 3_000 }, () => randomRow(256));
    for (const [row, values] of vectors.entries()) {
      rows.reserve(row + 1);
      rows.set(row, { values, scale: scaleOf(row) });
    }
    const question = randomRow(256);
    rows.ask(question);
    const expected = plainPairs(vectors, question, 896);
    expect(pairsOf(rows.sift(896, callRows, all))).toEqual(expected.slice(0, callRows));
    expect(pairsOf(rows.sift(896, 129, all))).toEqual(expected.slice(0, 129));
    expect(rows.get(2_999)).toEqual(vectors[2_999]);
    expect(rows.scale(2_999)).toBe(scaleOf(2_999));
    expect(rows.bytes).toBeGreaterThanOrEqual(3_000 * 256);
  });

  test('are none for no rows', () => {
    const rows = rowsOf([randomRow(256)], 256);
    rows.ask(randomRow(256));
    expect(rows.sift(0, 0, all).count).toBe(0);
  });
});

describe('sift', () => {
  test.each([17, 256, 1_536])(
    'returns all rows that reach the threshold, and no others, at %i dimensions',
    (dimensions) => {
      const vectors = Array.from({ length: 700 }, () => randomRow(dimensions));
      const rows = rowsOf(vectors, dimensions);
      const question = randomRow(dimensions);
      rows.ask(question);
      const scores = plainPairs(vectors, question).map(([row, product]) => product * scaleOf(row));
      // A threshold equal to a row's score includes that row.
      for (const least of [...scores.filter((_, row) => row % 50 === 0), 0, 1e9, -1e9]) {
        const found = pairsOf(rows.sift(0, vectors.length, least)).map(([row]) => row);
        const reach = (slack: number) =>
          scores.flatMap((score, row) => (score >= least - slack * Math.abs(least) ? [row] : []));
        expect(found).toEqual(expect.arrayContaining(reach(0)));
        expect(reach(1e-5)).toEqual(expect.arrayContaining(found));
      }
    },
  );

  test('finds rows whose lower halves contribute the maximum', () => {
    const ends = [15, -1, 16, -16].map((value) => new Int8Array(256).fill(value));
    const rows = rowsOf(ends, 256);
    for (const question of [127, -127].map((value) => new Int8Array(256).fill(value))) {
      rows.ask(question);
      for (const [row, product] of plainPairs(ends, question)) {
        const found = pairsOf(rows.sift(0, ends.length, product * scaleOf(row)));
        expect(found).toContainEqual([row, product]);
      }
    }
  });
});

describe('siftAside', () => {
  test('equals a plain loop for several matrices at once, while the event loop scans too', async () => {
    const asked = [256, 17, 384].flatMap((dimensions) => {
      const vectors = Array.from({ length: 1_500 }, () => randomRow(dimensions));
      const rows = rowsOf(vectors, dimensions);
      // Once with the threads of a small scan, and once with all of them.
      return [1_400, 1_000_000].map((scanned) => {
        const question = randomRow(dimensions);
        const aside = rows.siftAside(question, 128, 1_372, { least: all, scanned });
        return { vectors, rows, question, aside };
      });
    });
    for (const { rows, vectors } of asked) {
      const [other] = vectors;
      rows.ask(other ?? new Int8Array());
      rows.sift(0, callRows, all);
    }
    for (const { vectors, question, aside } of asked)
      expect(pairsOf(await aside)).toEqual(plainPairs(vectors, question, 128));
  });

  test('finds rows that were added when the memory grew', async () => {
    const rows = rowsOf([randomRow(256)], 256);
    const question = randomRow(256);
    await rows.siftAside(question, 0, 1, { least: all, scanned: 1 });
    rows.reserve(10_000);
    const values = randomRow(256);
    rows.set(9_999, { values, scale: 1 });
    const product = plainProduct(values, question);
    const found = await rows.siftAside(question, 9_984, 16, { least: product, scanned: 10_000 });
    expect(pairsOf(found)).toContainEqual([9_999, product]);
  });

  test('rejects if its thread ends, and uses a new one for the next call', async () => {
    const own = new DotScan();
    const rows = new Int8Rows(own, 16);
    rows.reserve(1);
    rows.set(0, { values: new Int8Array(16), scale: 1 });
    const sift = () => rows.siftAside(randomRow(16), 0, 1, { least: all, scanned: 1 });
    await sift();
    const lost = expect(sift()).rejects.toThrow(KernelThreadError);
    await own[Symbol.asyncDispose]();
    await lost;
    expect(pairsOf(await sift())).toEqual([[0, 0]]);
    await own[Symbol.asyncDispose]();
  });
});

test('a row that was never written has scale 0', () => {
  const rows = new Int8Rows(scan, 256);
  rows.reserve(2);
  rows.set(1, { values: randomRow(256), scale: 1 });
  expect([rows.scale(0), rows.scale(1)]).toEqual([0, 1]);
});

test('refuses arguments of the wrong size or alignment', () => {
  const rows = rowsOf([randomRow(256)], 256);
  expect(() => rows.set(0, { values: randomRow(255), scale: 1 })).toThrow('A vector of 255 dimensions among 256');
  expect(() => rows.ask(randomRow(384))).toThrow('A vector of 384 dimensions among 256');
  expect(() => rows.siftAside(randomRow(384), 0, 1, { least: 0, scanned: 1 })).toThrow(
    'A vector of 384 dimensions among 256',
  );
  expect(() => rows.sift(0, callRows + 1, 0)).toThrow(RangeError);
  expect(() => rows.sift(100, 1, 0)).toThrow('No block begins at row 100');
  expect(() => rows.productsOf(new Uint32Array(callRows + 1))).toThrow(RangeError);
  expect(() => rows.reserve(2 ** 24 + 1)).toThrow(RangeError);
});
