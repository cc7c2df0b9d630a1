import { expect, test } from 'vitest';
import { LoggedCollections } from '../../../tests/support/logged-collections.ts';
import { dice, randomRow } from '../../../tests/support/recall-rows.ts';
import { newId } from '../../platform/db/new-id.ts';
import { DotScan } from '../../platform/simd/dot-scan.ts';
import { Int8Rows } from '../../platform/simd/int8-rows.ts';
import { RecallIndexes } from './recall-indexes.ts';

const shape = { dimensions: 32, vocabulary: 200, words: 6, conversations: [newId(), newId()] as const };
const random = dice(5);

test('atHand() returns only an index at exactly the requested event, and an older event leaves it unchanged', async () => {
  const log = new LoggedCollections();
  const indexes = new RecallIndexes({
    loader: log,
    newVectors: () => new Int8Rows(new DotScan(), shape.dimensions),
    areVectorsKnown: () => true,
    fits: () => true,
    budgetBytes: 100_000_000,
    onError: (error) => expect.fail(String(error)),
    now: () => 0,
  });
  const at = (seq: number) => [{ accountId: 'acme', collectionId: 'a', seq }];
  log.put('a', randomRow(random, shape));
  const first = log.seq('a');
  expect(indexes.atHand(at(first))).toBeNull();
  await indexes.idle();
  const [index] = indexes.atHand(at(first)) ?? [];
  expect(index?.memories).toBe(1);

  log.put('a', randomRow(random, shape));
  expect(indexes.atHand(at(log.seq('a')))).toBeNull();
  expect(await indexes.find(at(log.seq('a')))).toEqual([index]);
  expect(indexes.atHand(at(first))).toBeNull();
  await indexes.idle();
  expect(indexes.atHand(at(log.seq('a')))).toEqual([index]);
  expect(log.reads.filter((read) => read.startsWith('all'))).toEqual(['all a']);
});
