import { expect, test } from 'vitest';
import { statisticsConsumer } from '../../src/memory/statistics-consumer.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { consumeNext } from '../../src/platform/events/consumer.ts';
import { useDatabase } from '../support/database.ts';

const { db } = useDatabase();

test('a consumer that is woken for a stream that was erased leaves no cursor behind', async () => {
  const stream = { accountId: `account ${newId()}`, kind: 'collection', streamId: newId() } as const;
  expect(await consumeNext(db, statisticsConsumer, stream)).toBe(false);
  const cursors = await db.selectFrom('consumer').select('seq').where('account_id', '=', stream.accountId).execute();
  expect(cursors).toEqual([]);
});
