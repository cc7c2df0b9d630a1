import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { hotPath } from '../../../src/app/hot-path/hot-path.ts';
import { listen } from '../../../src/app/http.ts';
import { MOST_TEXT } from '../../../src/graphql/answer-size.ts';
import { noteServer } from './note-server.ts';

const asking = 6;
const body = JSON.stringify({ query: `{ long(length: ${MOST_TEXT}) }` });
const request = [
  'POST /graphql HTTP/1.1',
  'host: x',
  'authorization: Bearer ada',
  'content-type: application/json',
  `content-length: ${body.length}`,
  '',
  body,
].join('\r\n');

test('clients that do not read their answers are cut off where too much waits for them, and those that read are not', async () => {
  const { yoga, http } = noteServer();
  let cut = 0;
  const unread = {
    mostBytes: 2 * MOST_TEXT,
    everyMs: 50,
    onCut: (clients: number) => {
      cut += clients;
    },
  };
  const options = { host: '127.0.0.1', port: 0, drainMs: 100, unread };
  const server = await listen(hotPath({ yoga, ...http }), options);
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { hostname, port } = new URL(server.url);
  const clients: Socket[] = [];
  onTestFinished(() => {
    for (const client of clients) client.destroy();
  });
  const ask = async () => {
    const client = connect({ host: hostname, port: Number(port) });
    client.on('error', () => {});
    clients.push(client);
    client.write(request);
    await once(client, 'readable');
  };
  for (let n = 0; n < asking; n += 1) await ask();
  await expect.poll(() => cut).toBeGreaterThan(0);
  const answer = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer ada' },
    body,
  });
  expect((await answer.json()).data.long).toHaveLength(MOST_TEXT);
  expect(cut).toBeLessThan(asking);
});
