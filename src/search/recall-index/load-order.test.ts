import { expect, test } from 'vitest';
import { LoggedCollections } from '../../../tests/support/logged-collections.ts';
import { loggedIndexes } from '../../../tests/support/logged-indexes.ts';
import { dice, randomRow } from '../../../tests/support/recall-rows.ts';
import { newId } from '../../platform/db/new-id.ts';

const shape = { dimensions: 32, vocabulary: 200, words: 6, conversations: [newId(), newId()] as const };
const random = dice(5);

/** Collections whose loads stay unfinished until they are let go on. */
function held(...names: readonly string[]) {
  const log = new LoggedCollections();
  const { promise, resolve: goOn } = Promise.withResolvers<void>();
  log.beforeBatch = () => promise;
  for (const name of names) log.put(name, randomRow(random, shape));
  const indexes = loggedIndexes(log, shape.dimensions);
  const wanted = (name: string) => [{ accountId: 'acme', collectionId: name, seq: log.seq(name) }];
  const find = (name: string) => indexes.find(wanted(name));
  const wait = (name: string) => indexes.untilLoaded(wanted(name), 60_000);
  return { log, indexes, find, wait, goOn };
}

test('a load that a search waits for neither queues behind those that nothing waits for, nor for one that takes long', async () => {
  const { log, indexes, find, wait, goOn } = held('long', 'longer', 'short');
  for (const name of ['long', 'longer', 'short']) await find(name);
  const loaded = indexes.idle();
  expect(log.reads).toEqual(['all long']);
  const waited = wait('short');
  expect(log.reads).toEqual(['all long', 'all short']);
  goOn();
  await waited;
  expect(await find('short')).toHaveLength(1);
  await loaded;
  expect(log.reads).toEqual(['all long', 'all short', 'all longer']);
});

test('two loads run at once, and searches wait for theirs in turn', async () => {
  const { log, find, wait, goOn } = held('a', 'b', 'c');
  const all = ['a', 'b', 'c'].map(async (name) => {
    await find(name);
    await wait(name);
    return await find(name);
  });
  await Promise.resolve();
  expect(log.reads).toEqual(['all a', 'all b']);
  goOn();
  expect(await Promise.all(all)).toEqual([[expect.anything()], [expect.anything()], [expect.anything()]]);
  expect(log.reads).toEqual(['all a', 'all b', 'all c']);
});
