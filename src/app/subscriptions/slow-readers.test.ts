import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ExecutionResult } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { listenForTest } from '../../../tests/support/listen.ts';
import { portOf } from '../../../tests/support/port-of.ts';
import { FairPace } from '../limits/fair-pace.ts';
import { LongInput } from '../limits/long-input.ts';
import { Departures } from './departures.ts';
import { LoopSlices } from './loop-slices.ts';
import { serverSentEvents } from './server-sent-events.ts';
import { SocketLink } from './socket-link.ts';

/** Much more than the system takes for a client that does not read. */
const length = 48 * 1024 * 1024;
const text = 'x'.repeat(length);
/** Longer than a busy machine lets a process wait. */
const patienceMs = 1_000;

async function listening(handle?: RequestListener): Promise<Server> {
  const server = createServer(handle);
  await listenForTest(server);
  return server;
}

/** A client that asks and never says anything again. `taken`: how many bytes it has read. */
function ask(server: Server, headers: readonly string[], messages: number) {
  const socket = connect({ host: '127.0.0.1', port: portOf(server) });
  onTestFinished(() => void socket.destroy());
  const client = { socket, taken: 0 };
  socket.on('error', () => {});
  socket.on('data', ({ length: more }) => {
    client.taken += more;
  });
  socket.pause();
  socket.write(`${['GET / HTTP/1.1', 'host: x', ...headers].join('\r\n')}\r\n\r\n`);
  for (let sent = 0; sent < messages; sent++) socket.write(frame);
  return client;
}

/** Reads by portions: all of it takes five times as long as the patience of the server. */
function sip(socket: Socket): void {
  const timer = setInterval(() => socket.read(256 * 1024) ?? socket.read(), 25);
  onTestFinished(() => clearInterval(timer));
}

const upgrade = [
  'connection: upgrade',
  'upgrade: websocket',
  'sec-websocket-version: 13',
  'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
];

/** A message of one letter, masked by zeros. */
const frame = Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0x78]);

/** A server of sockets that answers each message with the text, one at a time. */
async function serveSockets(): Promise<Server> {
  const server = await listening();
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, connection, head) => {
    sockets.handleUpgrade(request, connection, head, (opened) => {
      opened.on('error', () => {});
      onTestFinished(() => opened.terminate());
      const link = new SocketLink(opened, {
        connection,
        slices: new LoopSlices(),
        stalledMs: patienceMs,
        reading: new FairPace({ atOnce: 100, gapMs: 1, eachGap: 10 }),
        mostUnderWay: 1,
        long: new LongInput(Number.POSITIVE_INFINITY),
        onFailure: () => {},
      });
      const pings = setInterval(() => link.ping(), patienceMs);
      onTestFinished(() => clearInterval(pings));
      link.onMessage(() => link.send(text));
    });
  });
  return server;
}

/** A server of event streams that sends the text to each, and then nothing. */
function serveEvents(): Promise<Server> {
  const { fetchAPI } = createYoga({});
  return listening((_, response) => {
    async function* results(): AsyncGenerator<ExecutionResult> {
      yield { data: { text } };
      await once(response, 'close');
    }
    const options = {
      response,
      repeats: true,
      isOver: () => true,
      departures: new Departures(),
      stalledMs: patienceMs,
      onStalled: () => {},
    };
    const stream = serverSentEvents(results(), fetchAPI, options);
    pipeline(Readable.from(stream), response).catch(() => {});
  });
}

test.each([
  ['a WebSocket', serveSockets, upgrade, 1],
  ['a WebSocket of which more messages wait', serveSockets, upgrade, 2],
  ['an event stream', serveEvents, [], 0],
])(
  '%s stays open for who reads something long slowly, and not for who reads nothing',
  async (_, serve, headers, messages) => {
    const server = await serve();
    const [slow, stalled] = [ask(server, headers, messages), ask(server, headers, messages)];
    sip(slow.socket);
    await expect.poll(() => slow.taken).toBeGreaterThan(length);
    sip(stalled.socket);
    await once(stalled.socket, 'close');
    expect(stalled.taken).toBeLessThan(length);
  },
  45_000,
);
