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

test('a large index is scanned to its end, and others get their turn meanwhile', async () => {
  const index = new RecallIndex(new Int8Rows(new DotScan(), dimensions), 0);
  const shape = { dimensions, vocabulary: 5, words: 1, conversations: [newId()] as const };
  const memory = { ...randomRow(dice(1), shape), stems: [], dateStems: 0, pieces: new Uint16Array(), validTo: null };
  const rows = 140_000;
  const near = new Map([3, 70_000, rows - 1].map((row, place) => [row, vector(127, place + 1)]));
  for (let row = 0; row < rows; row++) {
    index.add({ ...memory, id: newId(), conversationId: null, vector: near.get(row) ?? vector(1, 127) });
  }
  let turns = 0;
  let isOver = false;
  const others = (async () => {
    for (; !isOver; turns++) await setImmediate();
  })();

  const searched = { source: 0, index, matcher: new RowMatcher(index, filter) };
  const best = new BestRows([index], 3);
  const question = vector(127, 0);
  const arm = new SemanticArm(question);
  const search = arm.find(searched, best);
  // Another question in between does not disturb this one.
  await new SemanticArm(vector(0, 127)).find(searched, new BestRows([index], 3));
  await search;
  isOver = true;
  await others;
  const found: number[] = [];
  best.inOrder((_, row) => found.push(row));
  expect(found).toEqual([...near.keys()]);
  expect(turns).toBeGreaterThan(0);
  const scores = new Float64Array(1);
  arm.score(index, Uint32Array.of(3), scores);
  expect(scores[0]).toBeCloseTo(1, 3);
});
