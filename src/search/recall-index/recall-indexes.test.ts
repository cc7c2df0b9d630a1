import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { LoggedCollections } from '../../../tests/support/logged-collections.ts';
import { loggedIndexes } from '../../../tests/support/logged-indexes.ts';
import { dice, randomRow } from '../../../tests/support/recall-rows.ts';
import { newId } from '../../platform/db/new-id.ts';
import type { RecallIndex } from './recall-index.ts';
import type { RecallRow } from './recall-row.ts';

const shape = { dimensions: 32, vocabulary: 200, words: 6, conversations: [newId(), newId()] as const };
const random = dice(5);
const some = (count: number): RecallRow[] => Array.from({ length: count }, () => randomRow(random, shape));

/** An account's collections in a log, and the indexes over them. */
function world(budgetBytes = 100_000_000) {
  const log = new LoggedCollections();
  const errors: unknown[] = [];
  const clock = { now: 0 };
  const vectors = { areKnown: true };
  const indexes = loggedIndexes(log, shape.dimensions, {
    areVectorsKnown: () => vectors.areKnown,
    budgetBytes,
    onError: (error) => errors.push(error),
    now: () => clock.now,
  });
  const wanted = (...names: readonly string[]) =>
    names.map((collectionId) => ({ accountId: 'acme', collectionId, seq: log.seq(collectionId) }));
  const find = (...names: readonly string[]) => indexes.find(wanted(...names));
  const loaded = async (...names: readonly string[]): Promise<void> => {
    await find(...names);
    await indexes.idle();
  };
  return { log, errors, clock, vectors, indexes, wanted, find, loaded };
}

/** Blocks waiters until it is opened. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { wait: () => promise, open: () => resolve() };
}

/** How often a whole collection was read. */
const loads = ({ reads }: LoggedCollections): number => reads.filter((read) => read.startsWith('all')).length;

const idsOf = (index: RecallIndex | undefined): string[] =>
  Array.from({ length: index?.rows ?? 0 }, (_, row) => row)
    .flatMap((row) => (index?.columns.isPresent(row) ? index.ids.id(row) : []))
    .sort();

describe('a collection that is not loaded', () => {
  test('is loaded in the background, and serves searches from then on', async () => {
    const { log, find, indexes } = world();
    log.put('a', ...some(250));
    expect(await find('a')).toBeNull();
    await indexes.idle();
    const [index] = (await find('a')) ?? [];
    expect(idsOf(index)).toEqual([...log.memories('a').keys()].sort());
    expect(indexes.statistics).toMatchObject({ collections: 1, memories: 250, hits: 1, fallbacks: 1 });
    expect(indexes.statistics.vectorBytes).toBe(250 * shape.dimensions);
  });

  test('is loaded once for concurrent searches', async () => {
    const { log, find, indexes } = world();
    log.put('a', ...some(10));
    const answers = await Promise.all([find('a'), find('a'), find('a')]);
    await indexes.idle();
    expect(answers).toEqual([null, null, null]);
    expect(log.reads).toEqual(['all a']);
  });

  test('is not loaded while the dimensions of vectors are unknown, as with an endpoint that was never available', async () => {
    const { log, find, loaded, vectors, errors, indexes } = world();
    log.put('a', ...some(10));
    vectors.areKnown = false;
    for (let asked = 0; asked < 3; asked++) await loaded('a');
    expect({ reads: log.reads, errors, ...indexes.statistics }).toMatchObject({ reads: [], errors: [], fallbacks: 3 });
    vectors.areKnown = true;
    await loaded('a');
    expect(await find('a')).toHaveLength(1);
  });

  test('makes a search fall back even if its other collections are loaded', async () => {
    const { log, find, loaded } = world();
    log.put('a', ...some(3));
    log.put('b', ...some(4));
    await loaded('a');
    expect(await find('a', 'b')).toBeNull();
    await loaded('b');
    expect((await find('a', 'b'))?.map(({ memories }) => memories)).toEqual([3, 4]);
  });

  test('may be empty', async () => {
    const { find, loaded } = world();
    await loaded('a');
    expect((await find('a'))?.map(({ memories }) => memories)).toEqual([0]);
  });

  test('untilLoaded() waits up to its timeout, and for nothing if nothing is being loaded', async () => {
    const { log, find, wanted, indexes } = world();
    const held = gate();
    log.beforeBatch = held.wait;
    log.put('a', ...some(10));
    await find('a');
    await indexes.untilLoaded(wanted('a'), 1);
    expect(await find('a')).toBeNull();
    held.open();
    expect([indexes.isLoading(wanted('a', 'b')), indexes.isLoading(wanted('b'))]).toEqual([true, false]);
    await indexes.untilLoaded(wanted('a'), 60_000);
    expect(await find('a')).toHaveLength(1);
    await indexes.untilLoaded(wanted('a'), 60_000);
  });

  test('is waited for even if an earlier load that was evicted ends meanwhile', async () => {
    const { log, find, wanted, indexes } = world();
    const [before, now, begun] = [gate(), gate(), gate()];
    log.put('a', ...some(10));
    log.beforeBatch = () => {
      begun.open();
      return before.wait();
    };
    await find('a');
    const ended = indexes.untilLoaded(wanted('a'), 60_000);
    await begun.wait();
    indexes.shrink(-1);
    await find('a');
    log.beforeBatch = now.wait;
    before.open();
    await ended;
    expect(indexes.isLoading(wanted('a'))).toBe(true);
    now.open();
    await indexes.untilLoaded(wanted('a'), 60_000);
    expect(await find('a')).toHaveLength(1);
  });

  test('includes changes written while it was being loaded', async () => {
    const { log, find, indexes } = world();
    log.put('a', ...some(120));
    const [first] = log.memories('a').keys();
    const held = gate();
    log.beforeBatch = held.wait;
    await find('a');
    log.put('a', ...some(30));
    log.remove('a', first ?? '');
    held.open();
    await indexes.idle();
    const [index] = (await find('a')) ?? [];
    expect(idsOf(index)).toEqual([...log.memories('a').keys()].sort());
  });
});

describe('a load that fails', () => {
  test('is reported, and the next search retries', async () => {
    const { log, find, loaded, errors, indexes } = world();
    log.put('a', ...some(10));
    const broken = new Error('the database is away');
    log.beforeRead = () => Promise.reject(broken);
    await loaded('a');
    expect(errors).toEqual([broken]);
    expect(indexes.statistics).toMatchObject({ collections: 0, bytes: 0, failures: 1 });
    log.beforeRead = async () => {};
    await loaded('a');
    expect(await find('a')).not.toBeNull();
  });

  test('midway leaves nothing behind', async () => {
    const { log, loaded, errors, indexes } = world();
    log.put('a', ...some(250));
    let batches = 0;
    log.beforeBatch = async () => {
      if (++batches === 2) throw new Error('the connection broke');
    };
    await loaded('a');
    expect(errors).toHaveLength(1);
    expect(indexes.statistics).toMatchObject({ collections: 0, bytes: 0 });
  });

  test('because of a vector of other dimensions is reported', async () => {
    const { log, loaded, errors } = world();
    log.put('a', {
      ...some(1)[0],
      ...randomRow(random, { ...shape, dimensions: 64 }),
      vector: { values: new Int8Array(64), scale: 1 },
    });
    await loaded('a');
    expect(String(errors[0])).toContain('A vector of 64 dimensions among 32');
  });
});

describe('changes since the load', () => {
  test('are applied before a search that knows of them is answered', async () => {
    const { log, find, loaded } = world();
    log.put('a', ...some(20));
    await loaded('a');
    const [gone] = log.memories('a').keys();
    log.put('a', ...some(5));
    log.remove('a', gone ?? '');
    const [index] = (await find('a')) ?? [];
    expect(idsOf(index)).toEqual([...log.memories('a').keys()].sort());
    await find('a');
    expect(log.reads).toEqual(['all a', 'changes a']);
  });

  test('are read once for all waiting searches, and again for newer ones', async () => {
    const { log, find, loaded } = world();
    await loaded('a');
    log.put('a', ...some(1));
    const held = gate();
    log.beforeRead = held.wait;
    const early = [find('a'), find('a')];
    log.put('a', ...some(1));
    const late = find('a');
    held.open();
    const answers = await Promise.all([...early, late]);
    expect(answers.map((found) => found?.[0]?.seq)).toEqual([2, 2, 2]);
    expect(log.reads).toEqual(['all a', 'changes a', 'changes a']);
  });

  test('are read again if the read in progress is too old to include them', async () => {
    const { log, find, indexes, wanted, loaded } = world();
    log.put('a', ...some(1));
    const before = wanted('a');
    log.put('a', ...some(1));
    await loaded('a');
    const held = gate();
    log.beforeRead = held.wait;
    const early = indexes.find(before);
    log.put('a', ...some(1));
    const late = find('a');
    held.open();
    await early;
    expect((await late)?.map(({ memories }) => memories)).toEqual([3]);
    expect(loads(log)).toBe(1);
  });

  test('may arrive in several parts', async () => {
    const { log, find, loaded } = world();
    await loaded('a');
    log.put('a', ...some(50));
    log.mostEvents = 7;
    const [index] = (await find('a')) ?? [];
    expect([index?.seq, index?.memories]).toEqual([50, 50]);
  });

  test('make a search fall back if they cannot be read, and the index stays', async () => {
    const { log, find, loaded, errors, indexes } = world();
    log.put('a', ...some(5));
    await loaded('a');
    log.put('a', ...some(5));
    log.beforeRead = () => Promise.reject(new Error('the database is away'));
    expect(await find('a')).toBeNull();
    expect(errors).toHaveLength(1);
    log.beforeRead = async () => {};
    expect((await find('a'))?.map(({ memories }) => memories)).toEqual([10]);
    expect([loads(log), indexes.statistics.failures]).toEqual([1, 1]);
  });
});

describe('a full reload', () => {
  test('happens if the log no longer has the changes in between', async () => {
    const { log, find, loaded, indexes } = world();
    log.put('a', ...some(5));
    await loaded('a');
    log.put('a', ...some(5));
    log.expiredUpTo = 7;
    expect(await find('a')).toBeNull();
    await indexes.idle();
    log.expiredUpTo = 0;
    expect((await find('a'))?.map(({ memories }) => memories)).toEqual([10]);
    expect(loads(log)).toBe(2);
  });

  test('happens if the database was restored to an earlier state', async () => {
    const { log, find, loaded, indexes } = world();
    log.put('a', ...some(10));
    await loaded('a');
    log.rewind('a', 6);
    expect(await find('a')).toBeNull();
    await indexes.idle();
    expect((await find('a'))?.map(({ memories }) => memories)).toEqual([6]);
  });

  test('does not happen if the index is merely newer than the search', async () => {
    const { log, find, indexes, wanted, loaded } = world();
    await loaded('a');
    const before = wanted('a');
    log.put('a', ...some(2));
    await find('a');
    expect((await indexes.find(before))?.map(({ memories }) => memories)).toEqual([2]);
    expect(loads(log)).toBe(1);
  });
});

describe('the budget', () => {
  const rows = 400;
  const bytesOfOne = async (): Promise<number> => {
    const { log, loaded, indexes } = world();
    log.put('a', ...some(rows));
    await loaded('a');
    return indexes.statistics.bytes;
  };

  test('evicts the least recently used collection', async () => {
    const { log, find, loaded, indexes } = world(2.6 * (await bytesOfOne()));
    for (const name of ['a', 'b', 'c']) log.put(name, ...some(rows));
    await loaded('a');
    await loaded('b');
    await find('a');
    await loaded('c');
    expect([await find('a'), await find('c')]).not.toContain(null);
    expect(await find('b')).toBeNull();
    expect(indexes.statistics.evictions).toBeGreaterThanOrEqual(1);
    await indexes.close();
  });

  test('evicts from the account that holds more', async () => {
    const { log, find, loaded, indexes } = world(3.6 * (await bytesOfOne()));
    for (const name of ['a', 'b', 'c', 'd']) log.put(name, ...some(rows));
    const findOfOther = () => indexes.find([{ accountId: 'other', collectionId: 'a', seq: log.seq('a') }]);
    await findOfOther();
    await indexes.idle();
    for (const name of ['b', 'c', 'd']) await loaded(name);
    expect(await findOfOther()).not.toBeNull();
    expect(await find('b')).toBeNull();
    await indexes.close();
  });

  test('does not let the collections of one search evict each other', async () => {
    const { log, loaded, find, clock, indexes } = world(1.6 * (await bytesOfOne()));
    for (const name of ['a', 'b']) log.put(name, ...some(rows));
    await loaded('a', 'b');
    await loaded('a', 'b');
    expect(indexes.statistics).toMatchObject({ collections: 1, evictions: 0 });
    expect(loads(log)).toBe(2);
    // Room may become free later.
    log.rewind((await find('a')) ? 'b' : 'a', 1);
    clock.now += 60_000;
    await loaded('a', 'b');
    expect(await find('a', 'b')).not.toBeNull();
  });

  test('refuses a collection that is too large before reading its rows', async () => {
    const { log, loaded, indexes, errors } = world(await bytesOfOne());
    log.put('a', ...some(10 * rows));
    let batches = 0;
    log.beforeBatch = async () => {
      batches += 1;
    };
    await loaded('a');
    expect(indexes.statistics).toMatchObject({ collections: 0, bytes: 0, failures: 0 });
    expect([batches, errors]).toEqual([0, []]);
  });

  test('counts later additions', async () => {
    const { log, find, loaded, indexes } = world(3 * (await bytesOfOne()));
    for (const name of ['a', 'b']) log.put(name, ...some(rows));
    await loaded('a');
    await loaded('b');
    log.put('b', ...some(4 * rows));
    await find('b');
    expect(await find('a')).toBeNull();
    await indexes.close();
  });

  test('shrinks on request', async () => {
    const { log, loaded, find, indexes } = world();
    for (const name of ['a', 'b']) log.put(name, ...some(rows));
    await loaded('a');
    await loaded('b');
    indexes.shrink(indexes.statistics.bytes - 1);
    expect(await find('b')).not.toBeNull();
    expect(indexes.statistics).toMatchObject({ collections: 1, evictions: 1 });
  });
});

test('dead rows are removed in the background while writes and searches go on', async () => {
  const { log, find, loaded, indexes } = world();
  log.put('a', ...some(3_000));
  await loaded('a');
  const [before] = (await find('a')) ?? [];
  for (const id of [...log.memories('a').keys()].slice(0, 1_500)) log.remove('a', id);
  expect((await find('a'))?.[0]).toBe(before);
  log.put('a', ...some(40));
  expect((await find('a'))?.[0]).toBe(before);
  await indexes.idle();
  const [after] = (await find('a')) ?? [];
  expect(after).not.toBe(before);
  // Rows added during the rebuild were copied, and then added again from the log.
  expect(after?.rows).toBe(1_500 + 2 * 40);
  expect(idsOf(after)).toEqual([...log.memories('a').keys()].sort());
});

describe('a collection that is evicted', () => {
  test('while a large batch is being added is not added any further', async () => {
    const { log, find, indexes } = world();
    log.put('a', ...some(2_000));
    log.batchRows = 2_000;
    await find('a');
    while (indexes.statistics.bytes === 0) await setImmediate();
    indexes.shrink(0);
    await indexes.idle();
    expect(indexes.statistics).toMatchObject({ collections: 0, bytes: 0 });
  });

  test('while it is being loaded does not come back', async () => {
    const { log, find, wanted, indexes, errors } = world();
    log.put('a', ...some(300));
    const held = gate();
    log.beforeBatch = held.wait;
    await find('a');
    await indexes.untilLoaded(wanted('a'), 1);
    indexes.shrink(-1);
    held.open();
    await indexes.idle();
    expect(indexes.statistics).toMatchObject({ collections: 0, bytes: 0, failures: 0 });
    expect(errors).toEqual([]);
  });
});

test('the same collection id of another account is another collection', async () => {
  const { log, indexes, loaded } = world();
  log.put('a', ...some(3));
  await loaded('a');
  expect(await indexes.find([{ accountId: 'other', collectionId: 'a', seq: 3 }])).toBeNull();
  await indexes.close();
});

test('a search over no collections finds no indexes', async () => {
  expect(await world().indexes.find([])).toEqual([]);
});

test('close() releases everything, and pending loads are not read', async () => {
  const { log, find, indexes } = world();
  log.put('a', ...some(300));
  for (const name of ['a', 'b', 'c', 'd']) await find(name);
  await indexes.close();
  expect(indexes.statistics).toMatchObject({ collections: 0, bytes: 0 });
  expect(log.reads).toEqual([]);
});

describe('the entities that memories name', () => {
  test('are read on demand, first for all and then for new memories, and stay with a changed memory', async () => {
    const { log, loaded, find, indexes, wanted } = world();
    const [first, second] = [some(3), some(2)] as const;
    for (const { id } of [...first, ...second]) log.names.set(id, [`entity of ${id}`, 'Lisbon']);
    const named = async () => {
      const [index] = (await find('a')) ?? [];
      indexes.nameUpTo(wanted('a'));
      await indexes.idle();
      return index;
    };
    const namesOf = (index: RecallIndex | undefined, rows: readonly RecallRow[]) =>
      rows.map(({ id }) => index?.names.of(index.ids.rowOf(id)));
    log.put('a', ...first);
    await loaded('a');
    expect((await find('a'))?.[0]?.names.upTo).toBeNull();
    const index = await named();
    expect(index?.names.upTo).toBe(3);
    expect(namesOf(index, first)).toEqual(first.map(({ id }) => [`entity of ${id}`, 'Lisbon']));

    log.put('a', ...second, ...first.slice(0, 1));
    await find('a');
    expect(namesOf(index, [...first, ...second])).toEqual([...first.map(({ id }) => log.names.get(id)), [], []]);
    await named();
    expect(namesOf(index, second)).toEqual(second.map(({ id }) => log.names.get(id)));
    expect(log.reads.filter((read) => read.startsWith('names'))).toEqual(['names of 3', 'names of 3']);
    await named();
    expect(log.reads.filter((read) => read.startsWith('names'))).toHaveLength(2);
  });

  test('leave the index unchanged if they cannot be read', async () => {
    const { log, loaded, find, indexes, wanted, errors } = world();
    log.put('a', ...some(2));
    await loaded('a');
    log.loadNames = async () => {
      throw new Error('away');
    };
    indexes.nameUpTo(wanted('a'));
    await indexes.idle();
    expect(errors).toHaveLength(1);
    expect((await find('a'))?.[0]?.names.upTo).toBeNull();
  });

  test('are unknown after the index was rebuilt', async () => {
    const { log, loaded, find, indexes, wanted } = world();
    const rows = some(4_000);
    log.put('a', ...rows);
    await loaded('a');
    indexes.nameUpTo(wanted('a'));
    await indexes.idle();
    for (const { id } of rows.slice(0, 2_000)) log.remove('a', id);
    await loaded('a');
    const [index] = (await find('a')) ?? [];
    expect([index?.rows, index?.names.upTo]).toEqual([2_000, null]);
  });
});
