import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeDatabase } from '../../../tests/support/fake-database.ts';
import { currentRoute } from '../read-route.ts';
import { workFor } from '../turns/requester.ts';
import { Replica } from './replica.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A replica that is always up to date while it answers. */
function openReplica() {
  const server = { answers: true, asked: 0, place: 'a' };
  const answer = async () => {
    server.asked += 1;
    if (!server.answers) await Promise.withResolvers<void>().promise;
    return [{ position: '7', place: server.place }];
  };
  const primary = fakeDatabase(async () => [{ place: 'a' }]);
  const written = { of: async () => 7n, note: async () => {}, newest: async () => 7n };
  const lines: string[] = [];
  const log = pino({}, { write: (line) => void lines.push(JSON.parse(line).msg) });
  const replica = new Replica({ db: fakeDatabase(answer), primary, written, log });
  const read = () => replica.read('ada', async () => currentRoute());
  return { server, replica, read, lines };
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

test('a lost replica is reported once a minute, not each time that it is tried again', async () => {
  const { server, read, lines } = openReplica();
  server.answers = false;
  const readForAMinute = async () => {
    for (let seconds = 0; seconds < 60; seconds += 2) {
      const reading = read();
      await vi.advanceTimersByTimeAsync(2_000);
      expect(await reading).toBe('primary');
    }
  };
  await readForAMinute();
  expect(lines).toEqual(['the replica cannot be read from']);
  await readForAMinute();
  expect(lines).toHaveLength(2);
});

test('reads from the primary while the replica has other data, as if a URL had been changed', async () => {
  const { server, read } = openReplica();
  expect(await read()).toBe('replica');
  await vi.advanceTimersByTimeAsync(1_000);
  server.place = 'b';
  expect(await read()).toBe('primary');
  server.place = 'a';
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await read()).toBe('replica');
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
