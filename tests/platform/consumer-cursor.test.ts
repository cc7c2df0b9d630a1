import { expect, inject, test } from 'vitest';
import { statisticsConsumer } from '../../src/memory/statistics-consumer.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { type Consumer, consumeNext, cursorOf, readEvents } from '../../src/platform/events/consumer.ts';
import { useDatabase } from '../support/database.ts';
import { makeStream } from '../support/streams.ts';

const { db } = useDatabase();

test('a consumer that is woken for a stream that was erased leaves no cursor behind', async () => {
  const stream = { accountId: `account ${newId()}`, kind: 'collection', streamId: newId() } as const;
  expect(await consumeNext(db, statisticsConsumer, stream)).toEqual({ more: false, wrote: false });
  const cursors = await db.selectFrom('consumer').select('seq').where('account_id', '=', stream.accountId).execute();
  expect(cursors).toEqual([]);
});

test.skipIf(inject('engine') === 'embedded')(
  'writers of a stream go on, and do not wait for each other for ever, while a consumer has its first batch in hand',
  async () => {
    const { ref, add } = await makeStream(db);
    const writeOften = async () => {
      for (let written = 0; written < 20; written += 1) await add();
    };
    await add();
    const consumer: Consumer = {
      name: 'test',
      kind: 'collection',
      batch: 100,
      consume: async () => {
        await Promise.all(Array.from({ length: 8 }, writeOften));
        return 'done';
      },
    };
    await consumeNext(db, consumer, ref);
    expect(await cursorOf(db, consumer.name, ref)).toBe(1);
    expect(await readEvents(db, ref, 1, 1_000)).toHaveLength(160);
  },
);

test('events that do not concern a consumer are passed over without a transaction, and others are not', async () => {
  const { ref, add } = await makeStream(db);
  const consumed: number[] = [];
  const consumer: Consumer = {
    name: 'test',
    kind: 'collection',
    batch: 100,
    concerns: ({ seq }) => seq === 3,
    consume: async (_transaction, _stream, events) => {
      consumed.push(...events.map(({ seq }) => seq));
      return 'done';
    },
  };
  for (let n = 0; n < 2; n += 1) await add();
  expect(await consumeNext(db, consumer, ref)).toEqual({ more: false, wrote: false });
  expect(await cursorOf(db, consumer.name, ref)).toBe(2);
  await add();
  await add();
  expect(await consumeNext(db, consumer, ref)).toEqual({ more: false, wrote: true });
  expect([consumed, await cursorOf(db, consumer.name, ref)]).toEqual([[3, 4], 4]);
});
