import { expect, onTestFinished, test } from 'vitest';
import { RawSocket } from '../../support/raw-socket.ts';
import { listeningNotes } from './listening-notes.ts';

const follow = 'subscription ($log: String!, $after: String) { noteEvents(log: $log, after: $after) { cursor text } }';

test('cuts off a client that answers no pings, and keeps one that does', async () => {
  const { ws, notes, name, sockets } = await listeningNotes({ sockets: { pingMs: 100 } });
  const dead = await RawSocket.connect(ws, {}, { autoPong: false });
  const quiet = await RawSocket.connect(ws);
  quiet.subscribe('1', follow, { log: name });
  expect((await dead.closed).code).toBe(1006);
  await expect.poll(() => sockets.open).toBe(1);
  notes.tell('one');
  expect((await quiet.answer('1')).type).toBe('next');
});

test('cuts off a client that answers no pings, though events are written to it all the time', async () => {
  const { ws, notes, name, live } = await listeningNotes({ sockets: { pingMs: 100 } });
  const dead = await RawSocket.connect(ws, undefined, { autoPong: false });
  dead.subscribe('1', follow, { log: name });
  await expect.poll(() => notes.followers).toBe(1);
  const telling = setInterval(() => notes.tell('more'), 20);
  onTestFinished(() => clearInterval(telling));
  expect((await dead.closed).code).toBe(1006);
  await expect.poll(() => live.figures).toMatchObject({ active: 0, closedSlow: 0, closedLost: 1 });
});

test('counts each subscription of a client that is cut off because it reads nothing', async () => {
  const { ws, notes, name, live } = await listeningNotes({ sockets: { pingMs: 500, stalledMs: 500 } });
  const stalled = await RawSocket.connect(ws);
  for (const id of ['1', '2']) stalled.subscribe(id, follow, { log: name });
  await expect.poll(() => notes.followers).toBe(2);
  stalled.socket.pause();
  for (let n = 0; n < 400; n++) notes.tell('x'.repeat(50_000));
  await expect.poll(() => live.figures).toMatchObject({ active: 0, closedSlow: 2, closedLost: 0 });
  stalled.socket.resume();
});

test('a client in the middle of a message counts as alive, though its pongs wait behind it', async () => {
  const { ws } = await listeningNotes({ sockets: { pingMs: 100 } });
  const client = await RawSocket.connect(ws, undefined, { autoPong: false });
  const parts = ['{"id":"1",', '"type":"subscribe",', '"payload":', '{"query":', '"{ whoami }"', '}', '}'].values();
  client.socket.on('ping', () => {
    const { value = '', done = false } = parts.next();
    client.socket.send(value, { fin: done });
  });
  const ended = await Promise.race([client.answer('1'), client.closed]);
  expect(ended).toMatchObject({ type: 'next', payload: { data: { whoami: 'ada' } } });
});
