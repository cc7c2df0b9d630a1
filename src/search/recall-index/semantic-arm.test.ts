import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { dice, randomRow } from '../../../tests/support/recall-rows.ts';
import { newId } from '../../platform/db/new-id.ts';
import { DotScan } from '../../platform/simd/dot-scan.ts';
import { Int8Rows } from '../../platform/simd/int8-rows.ts';
import { BestRows } from './best-rows.ts';
import { RecallIndex } from './recall-index.ts';
import { RowMatcher } from './row-filter.ts';
import { SemanticArm } from './semantic-arm.ts';

const dimensions = 16;
const vector = (first: number, second: number) => {
  const values = new Int8Array(dimensions);
  values.set([first, second]);
  return { values, scale: Math.fround(1 / Math.hypot(first, second)) };
};
const filter = { validAt: 2e12 };

const rows = 140_000;
const near = new Map([3, 70_000, rows - 1].map((row, place) => [row, vector(127, place + 1)]));
const facts = [1, 69_999, 70_000, 70_001, 139_000];

/** All rows have the same direction except the near ones, and all are episodes except some facts. */
function largeIndex(): RecallIndex {
  const index = new RecallIndex(new Int8Rows(new DotScan(), dimensions), 0);
  const shape = { dimensions, vocabulary: 5, words: 1, conversations: [newId()] as const };
  const memory = { ...randomRow(dice(1), shape), stems: [], dateStems: 0, pieces: new Uint16Array(), validTo: null };
  const isFact = new Set(facts);
  for (let row = 0; row < rows; row++) {
    index.add({
      ...memory,
      id: newId(),
      conversationId: null,
      kind: isFact.has(row) ? 'FACT' : 'EPISODE',
      vector: near.get(row) ?? vector(1, 127),
    });
  }
  return index;
}

const index = largeIndex();

const rowsOf = (best: BestRows): number[] => {
  const found: number[] = [];
  best.inOrder((_, row) => found.push(row));
  return found;
};

test('scans a large index completely, and yields meanwhile', async () => {
  let turns = 0;
  let isOver = false;
  const others = (async () => {
    for (; !isOver; turns++) await setImmediate();
  })();

  const searched = { source: 0, index, matcher: new RowMatcher(index, filter) };
  const best = new BestRows([index], 3);
  const question = vector(127, 0);
  const arm = new SemanticArm(question);
  const search = arm.find(searched, best, setImmediate);
  // A concurrent search with another query does not disturb this one.
  await new SemanticArm(vector(0, 127)).find(searched, new BestRows([index], 3), setImmediate);
  await search;
  isOver = true;
  await others;
  expect(rowsOf(best)).toEqual([...near.keys()]);
  expect(turns).toBeGreaterThan(0);
  const scores = new Float64Array(1);
  arm.score(searched, Uint32Array.of(3), scores);
  expect(scores[0]).toBeCloseTo(1, 3);
});

test.each([1, 2, 3, 4, 5, 6])('finds the best %i rows of a large index that pass a strict filter', async (limit) => {
  const matcher = new RowMatcher(index, { ...filter, kinds: ['FACT'] });
  const best = new BestRows([index], limit);
  const search = new SemanticArm(vector(127, 0)).find({ source: 0, index, matcher }, best, setImmediate);
  await new SemanticArm(vector(0, 127)).find({ source: 0, index, matcher }, new BestRows([index], 3), setImmediate);
  await search;
  const found = rowsOf(best);
  expect(found[0]).toBe(70_000);
  // The others are equal, so the smaller id comes first: ids grow with rows.
  expect(found.slice(1)).toEqual(facts.filter((row) => row !== 70_000).slice(0, limit - 1));
});
