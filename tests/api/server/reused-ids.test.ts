import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { RawSocket } from '../../support/raw-socket.ts';
import { listeningNotes } from './listening-notes.ts';
import { noteLog } from './note.schema.ts';

const follow = 'subscription ($log: String!) { noteEvents(log: $log) { text } }';

test('a reused id belongs to the new operation, however long the former one takes to end', async () => {
  const { ws, notes, name, live } = await listeningNotes();
  const client = await RawSocket.connect(ws);
  const [held, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const run = live.run.bind(live);
  vi.spyOn(live, 'run').mockImplementationOnce(async (...args) => {
    begun.resolve();
    await held.promise;
    return run(...args);
  });
  client.subscribe('1', follow, { log: name });
  await begun.promise;
  client.send({ id: '1', type: 'complete' });
  const other = noteLog(`${name} other`);
  client.subscribe('1', follow, { log: `${name} other` });
  // Answered at once if the socket does not wait for the first operation, otherwise after it.
  client.subscribe('2', '{ whoami }');
  for (let turn = 0; turn < 100; turn += 1) await nextTurn();
  held.resolve();
  await client.answer('2');
  await expect.poll(() => other.followers).toBe(1);
  notes.tell('nobody follows it');
  other.tell('one');
  expect((await client.answer('1')).payload.data.noteEvents.text).toBe('one');
  expect(client.of('1')).toHaveLength(1);
  client.send({ id: '1', type: 'complete' });
  await expect.poll(() => [notes.followers, other.followers, live.figures.active]).toEqual([0, 0, 0]);
});

test('an id that is still in use closes the socket, as the protocol requires', async () => {
  const { ws, notes, name } = await listeningNotes();
  const client = await RawSocket.connect(ws);
  client.subscribe('1', follow, { log: name });
  await expect.poll(() => notes.followers).toBe(1);
  client.subscribe('1', '{ whoami }');
  expect(await client.closed).toEqual({ code: 4409, reason: 'Subscriber for 1 already exists' });
  await expect.poll(() => notes.followers).toBe(0);
});

test('an id can be reused once its operation is completed by the client or the server', async () => {
  const { ws, notes, name } = await listeningNotes();
  const client = await RawSocket.connect(ws);
  for (let round = 1; round <= 20; round += 1) {
    client.subscribe('1', follow, { log: name });
    client.send({ id: '1', type: 'complete' });
    client.subscribe('1', '{ whoami }');
    await expect.poll(() => client.of('1').filter(({ type }) => type === 'complete')).toHaveLength(round);
  }
  expect(client.of('1').filter(({ type }) => type === 'next')).toHaveLength(20);
  expect(notes.followers).toBe(0);
});
