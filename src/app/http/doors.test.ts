import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { portOf } from '../../../tests/support/port-of.ts';
import { SettingError } from '../../platform/config/config-error.ts';
import { allClosed, openDoors } from './doors.ts';
import { listen } from './http.ts';

const host = '127.0.0.1';

/** Connected as far as the clients know: the server has yet to accept them. */
async function connected(port: number, count: number): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () => connect(port, host));
  onTestFinished(() => sockets.forEach((socket) => void socket.destroy()));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  return sockets;
}

test.runIf(process.platform === 'linux')('accepts several connections per turn of the event loop', async () => {
  const server = createServer();
  const doors = await openDoors(server, 0, host);
  let accepted = 0;
  const turnsOf: number[] = [];
  let turns = 0;
  const all = Promise.withResolvers<void>();
  server.on('connection', () => {
    accepted += 1;
    turnsOf.push(turns);
    if (accepted === 160) all.resolve();
  });
  const count = () => {
    turns += 1;
    if (accepted < 160) setImmediate(count);
  };
  setImmediate(count);
  await connected(portOf(server), 160);
  await all.promise;
  expect(new Set(turnsOf).size).toBeLessThan(80);
  doors.forEach((door) => void door.close());
  server.closeAllConnections();
  await allClosed(doors);
});

test('a port with a server is refused, although its sockets share it', async () => {
  await using server = await listen(() => {}, { host, port: 0, drainMs: 0 });
  const port = Number(new URL(server.url).port);
  const again = listen(() => {}, { host, port, drainMs: 0 });
  await expect(again).rejects.toThrow(new SettingError('PORT', `a port that is free: another process has ${port}`));
});

test('a server that stops accepts nothing more by any of its sockets, and waits for what came in by each', async () => {
  const answers = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  let requests = 0;
  const server = await listen(
    async (_, response) => {
      requests += 1;
      if (requests === 64) reached.resolve();
      await answers.promise;
      response.end();
    },
    { host, port: 0, drainMs: 10_000 },
  );
  const port = Number(new URL(server.url).port);
  const sockets = await connected(port, 64);
  const closed = sockets.map((socket) => once(socket.resume(), 'close'));
  for (const socket of sockets) socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await reached.promise;
  const stopped = server[Symbol.asyncDispose]();
  const late = await Promise.allSettled(Array.from({ length: 32 }, () => connected(port, 1)));
  expect(new Set(late.map(({ status }) => status))).toEqual(new Set(['rejected']));
  answers.resolve();
  await stopped;
  await Promise.all(closed);
});

test('a request that is on its way on an idle connection when the server stops is answered, and one without is closed soon', async () => {
  const server = await listen((_, response) => void response.end('done'), {
    host,
    port: 0,
    drainMs: 60_000,
    keepAliveMs: 60_000,
  });
  const sockets = await connected(Number(new URL(server.url).port), 2);
  const request = 'GET / HTTP/1.1\r\nhost: localhost\r\n\r\n';
  for (const socket of sockets) socket.setEncoding('utf8').write(request);
  const [first = ''] = await Promise.all(sockets.map(async (socket) => String(await once(socket, 'data'))));
  expect(first).toContain('Connection: keep-alive');
  const closed = sockets.map((socket) => once(socket, 'close'));
  const [busy] = sockets;
  const answer = busy && once(busy, 'data');
  const stopped = server[Symbol.asyncDispose]();
  busy?.write(request);
  expect(String(await answer)).toMatch(/^HTTP.1.1 200.*connection: close.*done$/is);
  await stopped;
  await Promise.all(closed);
});
