import { expect, test } from 'vitest';
import { dice } from '../../../tests/support/recall-rows.ts';
import { newId } from '../../platform/db/new-id.ts';
import { DotScan } from '../../platform/simd/dot-scan.ts';
import { Int8Rows } from '../../platform/simd/int8-rows.ts';
import { BestRows } from './best-rows.ts';
import { RecallIndex } from './recall-index.ts';

test.each([0, 1, 7, 100])('keeps the best %i rows, and orders equal scores by id', (limit) => {
  const { below } = dice(limit);
  const index = new RecallIndex(new Int8Rows(new DotScan(), 16), 0);
  const offered = Array.from({ length: 400 }, (_, row) => ({ row, id: newId(), score: below(20) }));
  const best = new BestRows([index], limit);
  for (const { id, row } of offered) index.ids.set(id, row);
  for (const { row, score } of offered.toSorted(() => below(3) - 1)) best.offer(0, row, score);
  const expected = offered.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, limit);
  const found: number[] = [];
  best.inOrder((_, row) => found.push(row));
  expect(found).toEqual(expected.map(({ row }) => row));
  if (limit > 0) expect(best.threshold).toBe(expected.at(-1)?.score);
});
