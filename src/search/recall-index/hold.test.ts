import { expect, test } from 'vitest';
import { LoggedCollections } from '../../../tests/support/logged-collections.ts';
import { loggedIndexes } from '../../../tests/support/logged-indexes.ts';
import { dice, randomRow } from '../../../tests/support/recall-rows.ts';
import { newId } from '../../platform/db/new-id.ts';
import type { RecallIndexes } from './recall-indexes.ts';

const shape = { dimensions: 32, vocabulary: 200, words: 6, conversations: [newId(), newId()] as const };
const random = dice(5);

/** Collections of so many memories, none of them held. */
function filled(memories: Readonly<Record<string, number>>, others: Parameters<typeof loggedIndexes>[2] = {}) {
  const log = new LoggedCollections();
  for (const [name, count] of Object.entries(memories))
    log.put(name, ...Array.from({ length: count }, () => randomRow(random, shape)));
  const indexes = loggedIndexes(log, shape.dimensions, others);
  const find = (name: string) => indexes.find([{ ...keyOf(name), seq: log.seq(name) }]);
  const hold = (ms: number, ...names: readonly string[]) => indexes.hold(names.map(keyOf), ms);
  return { log, indexes, find, hold };
}

const keyOf = (collectionId: string) => ({ accountId: 'acme', collectionId });
const namesOf = (keys: Awaited<ReturnType<RecallIndexes['hold']>>) => keys.map(({ collectionId }) => collectionId);

test('collections are held before anybody searches them', async () => {
  const { log, indexes, find, hold } = filled({ a: 20, b: 30, c: 10 });
  expect(namesOf(await hold(1_000, 'a', 'b', 'c'))).toEqual(['a', 'b', 'c']);
  expect(log.reads).toEqual(['all a', 'all b', 'all c']);
  expect(await find('b')).toHaveLength(1);
  expect(indexes.statistics).toMatchObject({ collections: 3, memories: 60, hits: 1, fallbacks: 0 });
});

test('no load begins once the time is over, and what is being loaded is not called held', async () => {
  const clock = { now: 0 };
  const { log, indexes, hold } = filled({ a: 10, b: 10, c: 10, d: 10 }, { now: () => clock.now });
  const { promise, resolve } = Promise.withResolvers<void>();
  log.beforeBatch = () => {
    if (log.reads.length < 3) return Promise.resolve();
    clock.now = 50;
    return promise;
  };
  expect(namesOf(await hold(40, 'a', 'b', 'c', 'd'))).toEqual(['a', 'b']);
  expect(log.reads).toEqual(['all a', 'all b', 'all c']);
  resolve();
  await indexes.idle();
  expect(indexes.statistics.collections).toBe(3);
});

// A hundred rows are expected to take 53,000 bytes, and take less: their vectors are short here.
test('one that finds no room leaves those before it, and the first is evicted last', async () => {
  const of = { a: 100, b: 100, c: 100 };
  const size = async (...names: readonly string[]): Promise<number> => {
    const { indexes, hold } = filled(of);
    await hold(1_000, ...names);
    return indexes.statistics.bytes;
  };
  const { indexes, find, hold } = filled(of, { budgetBytes: (await size('a', 'b')) + 40_000 });
  expect(namesOf(await hold(1_000, 'a', 'b', 'c'))).toEqual(['a', 'b']);
  indexes.shrink((await size('a')) + 1_000);
  expect(await find('a')).toHaveLength(1);
  expect(await find('b')).toBeNull();
});

test('what is held counts as used once it is searched', async () => {
  const { indexes, find, hold } = filled({ a: 10, b: 10, c: 10 });
  await hold(1_000, 'a', 'b');
  indexes.takeUsed();
  await find('a');
  await find('c');
  expect(namesOf(indexes.takeUsed())).toEqual(['a', 'c']);
  expect(indexes.takeUsed()).toEqual([]);
  await find('a');
  expect(namesOf(indexes.takeUsed())).toEqual(['a']);
});
