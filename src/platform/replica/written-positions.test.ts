import { Redis } from 'ioredis';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { fakeDatabase } from '../../../tests/support/fake-database.ts';
import { workFor } from '../turns/requester.ts';
import { WrittenPositions } from './written-positions.ts';

test('a caller that hangs up does not abort the shared query for the newest position', async () => {
  const db = fakeDatabase(async () => [{ position: '7' }]);
  const redis = new Redis({ lazyConnect: true });
  const waited: bigint[] = [];
  const untilReplayed = async (position: bigint) => void waited.push(position);
  const log = pino({ level: 'silent' });
  const written = new WrittenPositions({ redis, db, writers: [], untilReplayed, log });
  onTestFinished(() => written[Symbol.dispose]());
  const reading = workFor({ accountId: 'ada', gone: AbortSignal.abort() }, () => written.newest());
  await Promise.all([reading.catch(() => {}), written.note('ada')]);
  expect(waited).toEqual([7n]);
});
