import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { RawSocket } from '../../support/raw-socket.ts';
import { listeningNotes } from './listening-notes.ts';
import { noteLog } from './note.schema.ts';

const follow = 'subscription ($log: String!) { noteEvents(log: $log) { text } }';

test('an id that is used anew belongs to what it was used for last, however long what it was used for before takes to end', async () => {
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
  // Answered at once where nothing waits, and after it where that does.
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
