import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { compileKernel } from '../../../scripts/kernel/compile-kernel.ts';
import { dotScanBinary } from './dot-scan.binary.ts';
import { blockRows, compileDotScan, Int8Rows } from './int8-rows.ts';

let module: WebAssembly.Module;
beforeAll(() => {
  module = compileDotScan();
});

const randomRow = (dimensions: number): Int8Array =>
  Int8Array.from({ length: dimensions }, () => Math.floor(Math.random() * 255) - 127);

const plainProduct = (a: Int8Array, b: Int8Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

function rowsOf(vectors: readonly Int8Array[], dimensions: number): Int8Rows {
  const rows = new Int8Rows(module, dimensions);
  rows.reserve(vectors.length);
  for (const [row, vector] of vectors.entries()) rows.set(row, vector);
  return rows;
}

describe('products', () => {
  test.each([1, 15, 16, 17, 128, 256, 384, 1_000, 1_536])(
    'are those of a plain loop at %i dimensions',
    (dimensions) => {
      const vectors = Array.from({ length: 300 }, () => randomRow(dimensions));
      const rows = rowsOf(vectors, dimensions);
      for (const question of [randomRow(dimensions), randomRow(dimensions)]) {
        rows.ask(question);
        expect([...rows.products(0, 300).subarray(0, 300)]).toEqual(vectors.map((row) => plainProduct(row, question)));
        const some = [299, 0, 17, 17, 204];
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
    const rows = new Int8Rows(module, 256);
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

test('a row that was never written is zero', () => {
  const rows = new Int8Rows(module, 256);
  rows.reserve(2);
  rows.set(1, randomRow(256));
  rows.ask(randomRow(256));
  expect(rows.productsOf([0])[0]).toBe(0);
});

test('what does not fit is refused', () => {
  const rows = rowsOf([randomRow(256)], 256);
  expect(() => rows.set(0, randomRow(255))).toThrow('A vector of 255 dimensions among 256');
  expect(() => rows.ask(randomRow(384))).toThrow('A vector of 384 dimensions among 256');
  expect(() => rows.products(0, blockRows + 1)).toThrow(RangeError);
  expect(() => rows.productsOf(new Uint32Array(blockRows + 1))).toThrow(RangeError);
  expect(() => rows.reserve(2 ** 24 + 1)).toThrow(RangeError);
});

test('the checked-in kernel is what its source compiles to', async () => {
  const source = await readFile(new URL('dot-scan.wat', import.meta.url), 'utf8');
  expect((await compileKernel(source)).toString('base64')).toBe(dotScanBinary);
});
