import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeDatabase } from '../../../tests/support/fake-database.ts';
import { currentRoute } from '../read-route.ts';
import { workFor } from '../requester.ts';
import { Replica } from './replica.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A replica that is always up to date while it answers. */
function openReplica() {
  const server = { answers: true, asked: 0 };
  const answer = async () => {
    server.asked += 1;
    if (!server.answers) await Promise.withResolvers<void>().promise;
    return [{ position: '7' }];
  };
  const written = { of: async () => 7n, note: async () => {}, newest: async () => 7n };
  const replica = new Replica({ db: fakeDatabase(answer), written, log: pino({ level: 'silent' }) });
  const read = () => replica.read('ada', async () => currentRoute());
  return { server, replica, read };
}

test('reads from the primary once the replica stops answering', async () => {
  const { server, replica, read } = openReplica();
  expect(await read()).toBe('replica');
  server.answers = false;
  await vi.advanceTimersByTimeAsync(60_000);
  const reading = read();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await reading).toBe('primary');
  expect(replica.served).toMatchObject({ replica: 1, away: 1 });
});

test('reads in progress on a lost replica are repeated on the primary', async () => {
  const { server, replica } = openReplica();
  const reading = replica.read('ada', async () => {
    if (currentRoute() === 'replica') await Promise.withResolvers<void>().promise;
    return currentRoute();
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(replica.served).toMatchObject({ away: 0 });
  server.answers = false;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await reading).toBe('primary');
  expect(replica.served).toMatchObject({ replica: 0, away: 1 });
});

test('asks for the replayed position once for several reads within a moment', async () => {
  const { server, read } = openReplica();
  expect(await Promise.all([read(), read()])).toEqual(['replica', 'replica']);
  expect(await read()).toBe('replica');
  expect(server.asked).toBe(1);
});

test('a caller that hangs up does not mark the replica as away', async () => {
  const { replica, read } = openReplica();
  const gone = workFor({ accountId: 'ada', gone: AbortSignal.abort() }, read);
  await Promise.all([gone, read()]);
  expect(replica.served).toMatchObject({ replica: 2, away: 0 });
});
