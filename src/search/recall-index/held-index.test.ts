import { expect, test } from 'vitest';
import { LoggedCollections } from '../../../tests/support/logged-collections.ts';
import { dice, randomRow } from '../../../tests/support/recall-rows.ts';
import { newId } from '../../platform/db/new-id.ts';
import { DotScan } from '../../platform/simd/dot-scan.ts';
import { Int8Rows } from '../../platform/simd/int8-rows.ts';
import { HeldIndex } from './held-index.ts';

const shape = { dimensions: 32, vocabulary: 200, words: 6, conversations: [newId()] as const };
const random = dice(6);

/** A held collection of `count` memories, and the log behind it. */
async function holding(count: number) {
  const log = new LoggedCollections();
  const rows = Array.from({ length: count }, () => randomRow(random, shape));
  log.put('a', ...rows);
  const key = { accountId: 'acme', collectionId: 'a' };
  const held = new HeldIndex(key, log, () => new Int8Rows(new DotScan(), shape.dimensions));
  await held.load(() => {});
  return { log, rows, held };
}

test('a rebuild loses no changes made while it runs', async () => {
  const { log, rows, held } = await holding(300);
  const before = log.seq('a');
  const rebuilt = held.rebuild();
  log.put('a', ...rows.slice(-1));
  await held.reach(log.seq('a'));
  await rebuilt;
  expect([await held.reach(before), held.index?.memories]).toEqual([true, 300]);
});

test('memories that change while names are read keep their own names', async () => {
  // Names are read in batches of a thousand rows.
  const { log, rows, held } = await holding(1_001);
  for (const { id } of rows) log.names.set(id, [`entity of ${id}`]);
  const { promise, resolve } = Promise.withResolvers<void>();
  log.beforeRead = () => promise;
  const named = held.name(log.seq('a'));
  log.beforeRead = async () => {};
  log.put('a', ...rows.slice(0, 1), ...rows.slice(-1));
  await held.reach(log.seq('a'));
  resolve();
  await named;
  const { index } = held;
  expect(rows.map(({ id }) => index?.names.of(index.ids.rowOf(id)))).toEqual(rows.map(({ id }) => log.names.get(id)));
});
