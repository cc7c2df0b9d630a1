import { expect, inject, test } from 'vitest';
import { newId } from '../../src/platform/db/new-id.ts';
import { consumeNext, oneByOne } from '../../src/platform/events/consume.ts';
import type { Consumer, Follower, Write } from '../../src/platform/events/consumer.ts';
import { cursorOf } from '../../src/platform/events/cursors.ts';
import { consuming, writingBy } from '../support/consuming.ts';
import { useDatabase } from '../support/database.ts';
import { statisticsConsumer } from '../support/memories.ts';
import { countStatements } from '../support/statements.ts';
import { makeStream, readEvents } from '../support/streams.ts';

const { db } = useDatabase();

/** A consumer that records each event. */
const takingNote = (seen: string[], bounds: Partial<Follower> = {}): Consumer =>
  consuming({
    name: 'note',
    kind: 'collection',
    batch: 100,
    ...bounds,
    consume: async (_transaction, batches) => {
      for (const { stream, events } of batches) seen.push(...events.map(({ seq }) => `${stream.streamId} ${seq}`));
      return [];
    },
  });

test('a wake-up for an erased stream leaves no cursor behind', async () => {
  const stream = { accountId: `account ${newId()}`, kind: 'collection', streamId: newId() } as const;
  expect(await consumeNext(db, statisticsConsumer, [stream])).toEqual([]);
  const cursors = await db.selectFrom('consumer').select('seq').where('account_id', '=', stream.accountId).execute();
  expect(cursors).toEqual([]);
});

test.skipIf(inject('engine') === 'embedded')(
  'writers of a stream neither wait nor deadlock while a consumer handles its first batch',
  async () => {
    const { ref, add } = await makeStream(db);
    const writeOften = async () => {
      for (let written = 0; written < 20; written += 1) await add();
    };
    await add();
    const consumer = consuming({
      name: 'test',
      kind: 'collection',
      batch: 100,
      consume: async () => {
        await Promise.all(Array.from({ length: 8 }, writeOften));
        return [];
      },
    });
    await consumeNext(db, consumer, [ref]);
    expect(await cursorOf(db, consumer.name, ref)).toBe(1);
    expect(await readEvents(db, ref, 1, 1_000)).toHaveLength(160);
  },
);

test('what is cut off a batch comes again, also if the rest of it needs no work', async () => {
  const { ref, add } = await makeStream(db);
  for (let n = 0; n < 3; n += 1) await add();
  const seen: number[][] = [];
  const prepare: Consumer['prepare'] = oneByOne(
    async (_db, { events }) => {
      seen.push(events.map(({ seq }) => seq));
      return seen.length === 1 ? null : async () => 'done' as const;
    },
    async (_db, batch) => {
      const [first] = batch.events;
      return first && batch.events.length > 1 ? { ...batch, events: [first], end: first.seq, more: true } : batch;
    },
  );
  const consumer: Consumer = { name: 'test', kind: 'collection', batch: 100, prepare };
  for (const more of [true, true, false])
    expect(await consumeNext(db, consumer, [ref])).toEqual([{ stream: ref, more }]);
  expect(seen).toEqual([[1], [2], [3]]);
});

test('events that do not concern a consumer are skipped without a transaction', async () => {
  const { ref, add } = await makeStream(db);
  const consumed: number[] = [];
  const consumer = consuming({
    name: 'test',
    kind: 'collection',
    batch: 100,
    concerns: ({ seq }) => seq === 3,
    consume: async (_transaction, batches) => {
      consumed.push(...batches.flatMap(({ events }) => events.map(({ seq }) => seq)));
      return [];
    },
  });
  for (let n = 0; n < 2; n += 1) await add();
  expect(await consumeNext(db, consumer, [ref])).toEqual([{ stream: ref, more: false }]);
  expect(await cursorOf(db, consumer.name, ref)).toBe(2);
  await add();
  await add();
  expect(await consumeNext(db, consumer, [ref])).toEqual([{ stream: ref, more: false }]);
  expect([consumed, await cursorOf(db, consumer.name, ref)]).toEqual([[3, 4], 4]);
});

test('a consumer that starts on a fully trimmed log moves to the end of the stream and continues from there', async () => {
  const { ref, add } = await makeStream(db);
  for (let n = 0; n < 3; n += 1) await add();
  await db.deleteFrom('event').where('account_id', '=', ref.accountId).execute();
  const seen: string[] = [];
  const consumer = takingNote(seen);
  expect(await consumeNext(db, consumer, [ref])).toEqual([{ stream: ref, more: false }]);
  expect(await cursorOf(db, consumer.name, ref)).toBe(3);
  await add();
  await consumeNext(db, consumer, [ref]);
  expect([seen, await cursorOf(db, consumer.name, ref)]).toEqual([[`${ref.streamId} 4`], 4]);
});

test('streams of several accounts are consumed in one transaction, with as many statements as one stream', async () => {
  const made = [await makeStream(db), await makeStream(db), await makeStream(db)];
  const refs = made.map(({ ref }) => ref);
  const consumer = takingNote([], { streams: 3 });
  const take = async (streams: typeof refs) => {
    for (const { add } of made) await add();
    return (await countStatements(() => consumeNext(db, consumer, streams))).length;
  };
  // The first run creates the cursors.
  await take(refs);
  // Read the events; write the cursors, together with begin; commit.
  expect([await take(refs.slice(0, 1)), await take(refs)]).toEqual([3, 3]);
  expect(await Promise.all(refs.map((ref) => cursorOf(db, consumer.name, ref)))).toEqual([3, 3, 3]);
});

test('a batch is bounded across streams, and the rest follows later, each event once and in order', async () => {
  const made = [await makeStream(db), await makeStream(db), await makeStream(db)];
  const refs = made.map(({ ref }) => ref);
  const seen: string[] = [];
  const consumer = takingNote(seen, { batch: 4, streams: 3 });
  for (const { add } of made) for (let n = 0; n < 3; n += 1) await add();
  const [one, two, three] = refs.map(({ streamId }) => [1, 2, 3].map((seq) => `${streamId} ${seq}`));
  let left = refs;
  for (let rounds = 0; left.length > 0; rounds += 1) {
    expect(rounds).toBeLessThan(6);
    const before = seen.length;
    const taken = await consumeNext(db, consumer, left);
    expect(seen.length - before).toBeLessThanOrEqual(consumer.batch);
    left = taken.filter(({ more }) => more).map(({ stream }) => stream);
  }
  expect(seen.toSorted()).toEqual([one, two, three].flat().toSorted());
  for (const own of [one, two, three]) expect(seen.filter((line) => own?.includes(line))).toEqual(own);
});

test('a batch is bounded for each stream, and the others of a longer one follow later', async () => {
  const [long, short] = [await makeStream(db), await makeStream(db)];
  for (let n = 0; n < 5; n += 1) await long.add();
  for (let n = 0; n < 2; n += 1) await short.add();
  const seen: string[] = [];
  const consumer = takingNote(seen, { perStream: 2, streams: 2 });
  const taken = [];
  for (let round = 0; round < 3; round += 1) taken.push(...(await consumeNext(db, consumer, [long.ref, short.ref])));
  expect(taken.filter(({ stream }) => stream === long.ref).map(({ more }) => more)).toEqual([true, true, false]);
  const ofLong = seen.filter((one) => one.startsWith(long.ref.streamId));
  expect(ofLong.map((one) => one.split(' ')[1])).toEqual(['1', '2', '3', '4', '5']);
  expect(seen).toHaveLength(7);
});

test('a batch that must be repeated keeps its cursor, while those of other streams advance', async () => {
  const [one, other] = [await makeStream(db), await makeStream(db)];
  await one.add();
  await other.add();
  const again: Write['run'] = async (_transaction, batches) => batches.filter(({ stream }) => stream === one.ref);
  const consumer = writingBy(takingNote([]), () => again);
  const taken = await consumeNext(db, consumer, [one.ref, other.ref]);
  expect(new Map(taken.map(({ stream, more }) => [stream, more]))).toEqual(
    new Map([
      [one.ref, true],
      [other.ref, false],
    ]),
  );
  expect(await cursorOf(db, consumer.name, one.ref)).toBe(0);
  expect(await cursorOf(db, consumer.name, other.ref)).toBe(1);
});
