import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { unobserved } from '../../../src/app/observed.ts';
import { type OperationKind, OperationTurns } from '../../../src/platform/turns/operation-turns.ts';
import type { Requester } from '../../../src/platform/turns/requester.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { noServices, writer } from './execute-notes.ts';
import { listeningNotes } from './listening-notes.ts';
import { noteServer } from './note-server.ts';

const [connections, each] = [10, 40];

/** A raw connection for requests written as text, and the number of answers so far. */
async function connection(url: string) {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  let text = '';
  socket.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  return { socket, answers: () => text.split('HTTP/1.1 ').length - 1 };
}

/** Sends a crowd of requests at once, then one of another client; returns how many of the crowd were answered before that one. */
async function beforeOther(url: string, request: string, other: string): Promise<number> {
  const crowd = await Promise.all(Array.from({ length: connections }, () => connection(url)));
  const quiet = await connection(url);
  const answered = () => crowd.reduce((sum, { answers }) => sum + answers(), 0);
  for (const { socket } of crowd) socket.write(request.repeat(each));
  quiet.socket.write(other);
  await expect.poll(quiet.answers, { interval: 1, timeout: 5_000 }).toBe(1);
  const before = answered();
  await expect.poll(answered, { timeout: 10_000 }).toBe(connections * each);
  return before;
}

function post(token: string, body: unknown): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const lines = ['host: x', `authorization: Bearer ${token}`, 'content-type: application/json'];
  return `POST /graphql HTTP/1.1\r\n${lines.join('\r\n')}\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;

test.each<[string, string, string]>([
  ['no JSON', post('ada', '{"query":'), post('bob', '{"query":')],
  ['batches', post('ada', [{ query: '{ nothing }' }]), post('bob', [{ query: '{ whoami }' }])],
  ['operations that are none', post('ada', { query: '{ nothing }' }), post('bob', { query: '{ nothing }' })],
  ['requests for what is not there', get('/nothing'), get('/health')],
])('a crowd that sends %s does not delay another client', async (_, request, other) => {
  const { http } = await listeningNotes();
  expect(await beforeOther(http, request, other)).toBeLessThan(connections * each - 100);
});

test('a crowd that opens sockets does not delay a socket of another account, and those that hang up are skipped', async () => {
  const { http, sockets } = await listeningNotes();
  const open = (token: string) =>
    `GET /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n`;
  const crowd = await Promise.all(Array.from({ length: connections * each }, () => connection(http)));
  const quiet = await connection(http);
  const opened = () => crowd.reduce((sum, { answers }) => sum + answers(), 0);
  for (const { socket } of crowd) socket.write(open('ada'));
  quiet.socket.write(open('bob'));
  await expect.poll(quiet.answers, { interval: 1, timeout: 5_000 }).toBe(1);
  expect(opened()).toBeLessThan(connections * each - 100);
  // Clients that have gone by then get no socket.
  for (const { socket, answers } of crowd) if (answers() === 0) socket.resetAndDestroy();
  await expect.poll(() => sockets.open).toBe(opened() + 1);
});

test('a crowd of invalid operations on sockets does not delay another socket', async () => {
  const { ws } = await listeningNotes();
  const crowd = await Promise.all(Array.from({ length: connections }, () => RawSocket.connect(ws)));
  const quiet = await RawSocket.connect(ws, { authorization: 'Bearer bob' });
  const answered = () => crowd.reduce((sum, { messages }) => sum + messages.length - 1, 0);
  for (const client of crowd) for (let n = 0; n < each; n++) client.subscribe(String(n), '{ nothing }');
  await expect.poll(answered, { interval: 1 }).toBeGreaterThan(0);
  for (let n = 0; n < each; n++) {
    quiet.subscribe(String(n), '{ nothing }');
    expect((await quiet.answer(String(n))).type).toBe('error');
  }
  expect(answered()).toBeLessThan(connections * each - 100);
  await expect.poll(answered, { timeout: 10_000 }).toBe(connections * each);
});

test('limits sockets together to ten messages per millisecond, with a burst of a hundred', async () => {
  const { ws } = await listeningNotes();
  const crowd = await Promise.all(Array.from({ length: connections }, () => RawSocket.open(ws)));
  const answered = () => crowd.reduce((sum, { messages }) => sum + messages.length, 0);
  let milliseconds = 0;
  const timer = setInterval(() => {
    milliseconds += 1;
  }, 1);
  onTestFinished(() => clearInterval(timer));
  for (const client of crowd) for (let n = 0; n < 100; n++) client.send({ type: 'ping' });
  await expect.poll(answered, { interval: 1, timeout: 5_000 }).toBe(connections * 100);
  expect(milliseconds).toBeGreaterThan((connections * 100 - 100) / 10 - 5);
});

test('cuts off a client that pipelines more than a hundred requests', async () => {
  // Requests that are answered synchronously never wait.
  const authenticate = async () => {
    await nextTurn();
    return writer;
  };
  const { http } = await listeningNotes({ yoga: { authenticate } });
  const send = async (count: number) => {
    const { socket, answers } = await connection(http);
    const closed = new Promise((resolve) => socket.on('error', () => {}).once('close', resolve));
    const last = post('ada', { query: '{ whoami }' }).replace('host: x', 'host: x\r\nconnection: close');
    socket.write(post('ada', { query: '{ whoami }' }).repeat(count - 1) + last);
    await closed;
    return answers();
  };
  expect(await send(100)).toBe(100);
  expect(await send(1_000)).toBeLessThan(100);
  expect(await send(1)).toBe(1);
});

test('frequent requests for metrics are delayed or refused', async () => {
  let rendered = 0;
  const metrics = async () => {
    rendered += 1;
    return { text: 'up 1', contentType: 'text/plain' };
  };
  const { yoga } = noteServer({ observed: { ...unobserved, metrics } });
  const asked = Array.from({ length: 100 }, async () => (await yoga.fetch('http://server/metrics')).status);
  expect(await Promise.all(asked.slice(0, 10))).toEqual(Array.from({ length: 10 }, () => 200));
  // 50 of the others would have to wait for more than ten seconds.
  expect(await Promise.race(asked.slice(90))).toBe(429);
  expect(rendered).toBeLessThan(50);
});

test('a subscription waits for a turn of its account before it is opened', async () => {
  const takes: string[] = [];
  const turn = Promise.withResolvers<void>();
  class HeldTurns extends OperationTurns {
    override run<T>(kind: OperationKind, requester: Requester, work: () => T): Promise<Awaited<T>> {
      takes.push(`${kind} of ${requester.accountId}`);
      return turn.promise.then(() => super.run(kind, requester, work));
    }
  }
  const services = { ...noServices, turns: new HeldTurns() };
  const { ws, name, notes } = await listeningNotes({ yoga: { services } });
  const client = await RawSocket.connect(ws);
  client.subscribe('1', 'subscription ($log: String!) { noteEvents(log: $log) { text } }', { log: name });
  await expect.poll(() => takes).toEqual(['query of acme']);
  expect(notes.followers).toBe(0);
  turn.resolve();
  await expect.poll(() => notes.followers).toBe(1);
});
