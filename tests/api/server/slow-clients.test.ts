import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { hotPath } from '../../../src/app/hot-path/hot-path.ts';
import { listen } from '../../../src/app/http.ts';
import { MOST_TEXT } from '../../../src/graphql/answer-size.ts';
import { noteServer } from './note-server.ts';

const megabyte = 1024 * 1024;
const headers = { 'content-type': 'application/json', authorization: 'Bearer ada' };
const body = JSON.stringify({ query: `{ long(length: ${MOST_TEXT}) }` });
const clients = 6;

/** A server that holds so much for slow clients, how many it has cut off, and how to send it what no client would. */
async function start(mostBytes: number) {
  const { yoga, http } = noteServer();
  const cut = { clients: 0 };
  const onCut = (more: number) => {
    cut.clients += more;
  };
  const options = { host: '127.0.0.1', port: 0, drainMs: 100, slowClients: { mostBytes, everyMs: 50, onCut } };
  const server = await listen(hotPath({ yoga, ...http }), options);
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { hostname, port } = new URL(server.url);
  const send = (lines: readonly string[], text: string | Buffer) => {
    const client = connect({ host: hostname, port: Number(port) });
    onTestFinished(() => void client.destroy());
    client.on('error', () => {});
    client.write(['POST /graphql HTTP/1.1', 'host: x', ...lines, '', ''].join('\r\n'));
    client.write(text);
    return client;
  };
  const ask = async () => {
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body });
    return (await response.json()).data.long.length;
  };
  return { cut, send, ask };
}

test('clients that do not read their answers are cut off where too much waits for them, and those that read are not', async () => {
  const { cut, send, ask } = await start(2 * MOST_TEXT);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  for (let n = 0; n < clients; n += 1) {
    await once(send([...lines, `content-length: ${body.length}`], body), 'readable');
  }
  await expect.poll(() => cut.clients).toBeGreaterThan(0);
  expect(await ask()).toBe(MOST_TEXT);
  expect(cut.clients).toBeLessThan(clients);
});

test.each(['content-length: 8000000', 'transfer-encoding: chunked'])(
  'clients that begin bodies and do not end them are cut off where that is too much, whoever they are (%s)',
  async (length) => {
    const { cut, send, ask } = await start(20 * megabyte);
    const part = Buffer.alloc(7 * megabyte, ' ');
    const sent = length.startsWith('content') ? part : Buffer.concat([Buffer.from('700000\r\n'), part]);
    for (let n = 0; n < clients; n += 1) send(['content-type: application/json', length], sent);
    await expect.poll(() => cut.clients).toBeGreaterThan(0);
    expect(await ask()).toBe(MOST_TEXT);
    expect(cut.clients).toBeLessThan(clients);
  },
);
