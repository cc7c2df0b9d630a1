import { expect, test } from 'vitest';
import { LoggedCollections } from '../../../tests/support/logged-collections.ts';
import { loggedIndexes } from '../../../tests/support/logged-indexes.ts';
import { dice, randomRow } from '../../../tests/support/recall-rows.ts';
import { newId } from '../../platform/db/new-id.ts';

const shape = { dimensions: 32, vocabulary: 200, words: 6, conversations: [newId(), newId()] as const };
const random = dice(5);

test('atHand() returns only an index at exactly the requested event, and an older event leaves it unchanged', async () => {
  const log = new LoggedCollections();
  const indexes = loggedIndexes(log, shape.dimensions);
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
