import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { LoggedCollections } from '../../../tests/support/logged-collections.ts';
import { dice, randomRow } from '../../../tests/support/recall-rows.ts';
import { newId } from '../../platform/db/new-id.ts';
import { DotScan } from '../../platform/simd/dot-scan.ts';
import { Int8Rows } from '../../platform/simd/int8-rows.ts';
import type { RecallIndex } from './recall-index.ts';
import { RecallIndexes } from './recall-indexes.ts';
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
  const indexes = new RecallIndexes({
    loader: log,
    newVectors: () => new Int8Rows(new DotScan(), shape.dimensions),
    areVectorsKnown: () => vectors.areKnown,
    fits: () => true,
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

describe('a collection that is not here', () => {
  test('is loaded in the background, and answers from then on', async () => {
    const { log, find, indexes } = world();
    log.put('a', ...some(250));
    expect(await find('a')).toBeNull();
    await indexes.idle();
    const [index] = (await find('a')) ?? [];
    expect(idsOf(index)).toEqual([...log.memories('a').keys()].sort());
    expect(indexes.statistics).toMatchObject({ collections: 1, memories: 250, hits: 1, fallbacks: 1 });
    expect(indexes.statistics.vectorBytes).toBe(250 * shape.dimensions);
  });

  test('is loaded once, whoever asks', async () => {
    const { log, find, indexes } = world();
    log.put('a', ...some(10));
    const answers = await Promise.all([find('a'), find('a'), find('a')]);
    await indexes.idle();
    expect(answers).toEqual([null, null, null]);
    expect(log.reads).toEqual(['all a']);
  });

  test('is not tried while nobody knows of what size vectors are, as of an endpoint that is away since the start', async () => {
    const { log, find, loaded, vectors, errors, indexes } = world();
    log.put('a', ...some(10));
    vectors.areKnown = false;
    for (let asked = 0; asked < 3; asked++) await loaded('a');
    expect({ reads: log.reads, errors, ...indexes.statistics }).toMatchObject({ reads: [], errors: [], fallbacks: 3 });
    vectors.areKnown = true;
    await loaded('a');
    expect(await find('a')).toHaveLength(1);
  });

  test('makes a search over others wait, too', async () => {
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

  test('can be waited for as long as somebody has patience, and not where it is not being loaded', async () => {
    const { log, find, wanted, indexes } = world();
    const held = gate();
    log.beforeBatch = held.wait;
    log.put('a', ...some(10));
    await find('a');
    expect([await indexes.untilLoaded(wanted('a'), 1), await find('a')]).toEqual([true, null]);
    held.open();
    expect([indexes.isLoading(wanted('a', 'b')), indexes.isLoading(wanted('b'))]).toEqual([true, false]);
    expect(await indexes.untilLoaded(wanted('a'), 60_000)).toBe(true);
    expect([await find('a'), await indexes.untilLoaded(wanted('a'), 60_000)]).toEqual([[expect.anything()], false]);
  });

  test('is waited for though one before it, which had to go while it was loaded, comes to its end', async () => {
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
    expect(await indexes.untilLoaded(wanted('a'), 60_000)).toBe(true);
    expect(await find('a')).toHaveLength(1);
  });

  test('gets what was written while it was loaded', async () => {
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
  test('is told, and the next search tries again', async () => {
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

  test('half way leaves nothing behind', async () => {
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

  test('for a vector of another model is told', async () => {
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

describe('what was written since', () => {
  test('is there before a search is answered that knows of it', async () => {
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

  test('is read once for all that wait for it, and again for what is newer', async () => {
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

  test('is read anew where the read under way is too old to know of it', async () => {
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

  test('may come in parts', async () => {
    const { log, find, loaded } = world();
    await loaded('a');
    log.put('a', ...some(50));
    log.mostEvents = 7;
    const [index] = (await find('a')) ?? [];
    expect([index?.seq, index?.memories]).toEqual([50, 50]);
  });

  test('cannot be read: the search falls back, and the index stays', async () => {
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

describe('everything is loaded anew', () => {
  test('where the log has forgotten what came in between', async () => {
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

  test('where the database was restored to what it was before', async () => {
    const { log, find, loaded, indexes } = world();
    log.put('a', ...some(10));
    await loaded('a');
    log.rewind('a', 6);
    expect(await find('a')).toBeNull();
    await indexes.idle();
    expect((await find('a'))?.map(({ memories }) => memories)).toEqual([6]);
  });

  test('but not where the index only knows more than the search', async () => {
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

  test('lets those go that were not used for longest', async () => {
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

  test('goes by accounts: of two, the one that holds more makes room', async () => {
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

  test('is not fought over by the collections of one search', async () => {
    const { log, loaded, find, clock, indexes } = world(1.6 * (await bytesOfOne()));
    for (const name of ['a', 'b']) log.put(name, ...some(rows));
    await loaded('a', 'b');
    await loaded('a', 'b');
    expect(indexes.statistics).toMatchObject({ collections: 1, evictions: 0 });
    expect(loads(log)).toBe(2);
    // Later there may be room.
    log.rewind((await find('a')) ? 'b' : 'a', 1);
    clock.now += 60_000;
    await loaded('a', 'b');
    expect(await find('a', 'b')).not.toBeNull();
  });

  test('refuses what it cannot hold before much of it is read', async () => {
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

  test('counts what is added later', async () => {
    const { log, find, loaded, indexes } = world(3 * (await bytesOfOne()));
    for (const name of ['a', 'b']) log.put(name, ...some(rows));
    await loaded('a');
    await loaded('b');
    log.put('b', ...some(4 * rows));
    await find('b');
    expect(await find('a')).toBeNull();
    await indexes.close();
  });

  test('can be given back', async () => {
    const { log, loaded, find, indexes } = world();
    for (const name of ['a', 'b']) log.put(name, ...some(rows));
    await loaded('a');
    await loaded('b');
    indexes.shrink(indexes.statistics.bytes - 1);
    expect(await find('b')).not.toBeNull();
    expect(indexes.statistics).toMatchObject({ collections: 1, evictions: 1 });
  });
});

test('rows that are gone are taken out in the background, while writes and searches go on', async () => {
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
  // Rows added meanwhile were copied, and then came again with the log.
  expect(after?.rows).toBe(1_500 + 2 * 40);
  expect(idsOf(after)).toEqual([...log.memories('a').keys()].sort());
});

describe('a collection that has to go', () => {
  test('while a large part of it is taken in is not taken in any further', async () => {
    const { log, find, indexes } = world();
    log.put('a', ...some(2_000));
    log.batchRows = 2_000;
    await find('a');
    while (indexes.statistics.bytes === 0) await setImmediate();
    indexes.shrink(0);
    await indexes.idle();
    expect(indexes.statistics).toMatchObject({ collections: 0, bytes: 0 });
  });

  test('while it is loaded does not come back', async () => {
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

test('accounts do not see each other: the same collection id of another account is another collection', async () => {
  const { log, indexes, loaded } = world();
  log.put('a', ...some(3));
  await loaded('a');
  expect(await indexes.find([{ accountId: 'other', collectionId: 'a', seq: 3 }])).toBeNull();
  await indexes.close();
});

test('a search over no collections finds no indexes', async () => {
  expect(await world().indexes.find([])).toEqual([]);
});

test('closing lets everything go, and what waits to be loaded is not read', async () => {
  const { log, find, indexes } = world();
  log.put('a', ...some(300));
  for (const name of ['a', 'b', 'c', 'd']) await find(name);
  await indexes.close();
  expect(indexes.statistics).toMatchObject({ collections: 0, bytes: 0 });
  expect(log.reads).toEqual([]);
});

describe('what memories name', () => {
  test('is read when it is asked for: of all first, then of those that are new, and stays with a memory that changes', async () => {
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

  test('that cannot be read leaves the index as it is', async () => {
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

  test('is known anew where an index has been rebuilt', async () => {
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
