import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../../src/app/http/http.ts';

const megabyte = 1024 * 1024;
const clients = 6;
/** More than the system buffers for a client that does not read. */
const large = Buffer.alloc(32 * megabyte);

/** Reads any body, and answers with more than a client may take at once. */
const answerLarge: RequestListener = (request, response) => {
  buffer(request).then(
    () => response.end(large),
    () => response.destroy(),
  );
};

/** A server with a limit on what it holds for slow clients, how many it has cut off, and a function for raw requests. */
async function start(mostBytes: number) {
  const cut = { clients: 0 };
  const onCut = (more: number) => {
    cut.clients += more;
  };
  const options = { host: '127.0.0.1', port: 0, drainMs: 100, slowClients: { mostBytes, everyMs: 50, onCut } };
  const server = await listen(answerLarge, options);
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { hostname, port } = new URL(server.url);
  const send = (length: string, body: string | Buffer) => {
    const client = connect({ host: hostname, port: Number(port) });
    onTestFinished(() => void client.destroy());
    client.on('error', () => {});
    client.write(`POST / HTTP/1.1\r\nhost: x\r\n${length}\r\n\r\n`);
    client.write(body);
    return client;
  };
  const ask = async () => (await (await fetch(server.url, { method: 'POST', body: 'all' })).arrayBuffer()).byteLength;
  return { cut, send, ask };
}

test('cuts off clients that do not read their answers once these exceed the limit, but not those that read', async () => {
  const { cut, send, ask } = await start(2 * large.length + megabyte);
  for (let n = 0; n < clients; n += 1) await once(send('content-length: 3', 'all'), 'readable');
  await expect.poll(() => cut.clients, { timeout: 10_000 }).toBeGreaterThan(0);
  expect(await ask()).toBe(large.length);
  expect(cut.clients).toBeLessThan(clients);
});

test.each(['content-length: 8000000', 'transfer-encoding: chunked'])(
  'cuts off clients that never finish their bodies once these exceed the limit (%s)',
  async (length) => {
    const { cut, send, ask } = await start(large.length + megabyte);
    const part = Buffer.alloc(7 * megabyte, ' ');
    const sent = length.startsWith('content') ? part : Buffer.concat([Buffer.from('700000\r\n'), part]);
    for (let n = 0; n < clients; n += 1) send(length, sent);
    await expect.poll(() => cut.clients, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(await ask()).toBe(large.length);
  },
);
