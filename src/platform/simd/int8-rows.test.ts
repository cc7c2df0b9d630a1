import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { compileKernel } from '../../../scripts/kernel/compile-kernel.ts';
import { dotScanBinary } from './dot-scan.binary.ts';
import { DotScan, ScanError } from './dot-scan.ts';
import { Int8Rows } from './int8-rows.ts';
import { blockRows } from './scan-slot.ts';

const scan = new DotScan();
afterAll(() => scan[Symbol.asyncDispose]());

const randomRow = (dimensions: number): Int8Array =>
  Int8Array.from({ length: dimensions }, () => Math.floor(Math.random() * 255) - 127);

const plainProduct = (a: Int8Array, b: Int8Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

function rowsOf(vectors: readonly Int8Array[], dimensions: number): Int8Rows {
  const rows = new Int8Rows(scan, dimensions);
  rows.reserve(vectors.length);
  for (const [row, vector] of vectors.entries()) rows.set(row, vector);
  return rows;
}

describe('products', () => {
  test.each([1, 15, 16, 17, 128, 256, 384, 1_000, 1_536])(
    'are those of a plain loop at %i dimensions',
    (dimensions) => {
      const vectors = Array.from({ length: 303 }, () => randomRow(dimensions));
      const rows = rowsOf(vectors, dimensions);
      for (const question of [randomRow(dimensions), randomRow(dimensions)]) {
        rows.ask(question);
        expect([...rows.products(0, 303).subarray(0, 303)]).toEqual(vectors.map((row) => plainProduct(row, question)));
        const some = [302, 0, 17, 17, 204];
        const picked = [...rows.productsOf(some).subarray(0, some.length)];
        expect(picked).toEqual(some.map((row) => plainProduct(vectors[row] ?? question, question)));
      }
    },
  );

  test('are exact at the ends of the range and for zero rows', () => {
    const ends = [-127, 127, 0].map((value) => new Int8Array(256).fill(value));
    const rows = rowsOf(ends, 256);
    for (const question of ends) {
      rows.ask(question);
      expect([...rows.products(0, 3).subarray(0, 3)]).toEqual(ends.map((row) => plainProduct(row, question) + 0));
    }
  });

  test('of any part of the rows, as the memory grows', () => {
    const rows = new Int8Rows(scan, 256);
    const vectors = Array.from({ length: 3_000 }, () => randomRow(256));
    for (const [row, vector] of vectors.entries()) {
      rows.reserve(row + 1);
      rows.set(row, vector);
    }
    const question = randomRow(256);
    rows.ask(question);
    const products = rows.products(900, blockRows);
    expect([...products]).toEqual(vectors.slice(900, 900 + blockRows).map((row) => plainProduct(row, question)));
    expect(rows.get(2_999)).toEqual(vectors[2_999]);
    expect(rows.bytes).toBeGreaterThanOrEqual(3_000 * 256);
  });

  test('of no rows are none', () => {
    const rows = rowsOf([randomRow(256)], 256);
    rows.ask(randomRow(256));
    const before = [...rows.products(0, 1)];
    expect([...rows.products(0, 0)]).toEqual(before);
  });
});

describe('products aside', () => {
  test('are those of a plain loop, of several memories at once, whatever is asked on the event loop meanwhile', async () => {
    const asked = [256, 17, 384].flatMap((dimensions) => {
      const vectors = Array.from({ length: 1_500 }, () => randomRow(dimensions));
      const rows = rowsOf(vectors, dimensions);
      const questions = [randomRow(dimensions), randomRow(dimensions)];
      return questions.map((question) => ({
        vectors,
        rows,
        question,
        aside: rows.productsAside(question, 100, 1_400),
      }));
    });
    for (const { rows, vectors } of asked) {
      const [other] = vectors;
      rows.ask(other ?? new Int8Array());
      rows.products(0, 1_500);
    }
    for (const { vectors, question, aside } of asked) {
      expect([...(await aside)]).toEqual(vectors.slice(100).map((row) => plainProduct(row, question)));
    }
  });

  test('of rows that the memory got when it grew', async () => {
    const rows = rowsOf([randomRow(256)], 256);
    const question = randomRow(256);
    await rows.productsAside(question, 0, 1);
    rows.reserve(10_000);
    const last = randomRow(256);
    rows.set(9_999, last);
    expect([...(await rows.productsAside(question, 9_998, 2))]).toEqual([0, plainProduct(last, question)]);
  });

  test('come from another thread when one was ended, and its answer is refused', async () => {
    const own = new DotScan();
    const rows = new Int8Rows(own, 16);
    rows.reserve(1);
    const question = randomRow(16);
    await rows.productsAside(question, 0, 1);
    const lost = expect(rows.productsAside(question, 0, 1)).rejects.toThrow(ScanError);
    await own[Symbol.asyncDispose]();
    await lost;
    expect([...(await rows.productsAside(question, 0, 1))]).toEqual([0]);
    await own[Symbol.asyncDispose]();
  });
});

test('a row that was never written is zero', () => {
  const rows = new Int8Rows(scan, 256);
  rows.reserve(2);
  rows.set(1, randomRow(256));
  rows.ask(randomRow(256));
  expect(rows.productsOf([0])[0]).toBe(0);
});

test('what does not fit is refused', () => {
  const rows = rowsOf([randomRow(256)], 256);
  expect(() => rows.set(0, randomRow(255))).toThrow('A vector of 255 dimensions among 256');
  expect(() => rows.ask(randomRow(384))).toThrow('A vector of 384 dimensions among 256');
  expect(() => rows.productsAside(randomRow(384), 0, 1)).toThrow('A vector of 384 dimensions among 256');
  expect(() => rows.products(0, blockRows + 1)).toThrow(RangeError);
  expect(() => rows.productsOf(new Uint32Array(blockRows + 1))).toThrow(RangeError);
  expect(() => rows.reserve(2 ** 24 + 1)).toThrow(RangeError);
});

test('the checked-in kernel is what its source compiles to', async () => {
  const source = await readFile(new URL('dot-scan.wat', import.meta.url), 'utf8');
  expect((await compileKernel(source)).toString('base64')).toBe(dotScanBinary);
});
