import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { HeldDocuments } from './held-documents.ts';

const document = parse('{ __typename }');
const textOf = (n: number, length: number) => `{ __typename } # ${n} `.padEnd(length, 'x');

test('the latest documents are cached up to a total length, and 1,000 of them at most', () => {
  const { documentCache } = new HeldDocuments();
  for (let n = 0; n < 100; n += 1) documentCache.set(textOf(n, 400), document);
  expect(documentCache.get(textOf(0, 400))).toBe(document);
  for (let n = 0; n < 100; n += 1) documentCache.set(textOf(n, 40_000), document);
  expect(documentCache.size).toBeLessThan(10);
  expect(documentCache.get(textOf(99, 40_000))).toBe(document);
  for (let n = 0; n < 5_000; n += 1) documentCache.set(textOf(n, 20), document);
  expect(documentCache.size).toBe(1_000);
});

test('a very long document is not cached', () => {
  const { documentCache } = new HeldDocuments();
  documentCache.set(textOf(0, 5_000_000), document);
  expect(documentCache.size).toBe(0);
});
