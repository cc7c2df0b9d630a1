import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../../src/app/http/http.ts';
import { admitBodies, type BodyBounds } from '../../../src/app/limits/large-bodies.ts';
import type { RequestTimes } from '../../../src/platform/request-times.ts';

const megabyte = 1024 * 1024;
const maxBodyBytes = 8 * megabyte;

/** A server that answers when told to, the requests that have begun there, and a function that sends one of a given size. */
async function start(mostBodyBytes: number, options: Omit<BodyBounds, 'maxBodyBytes' | 'mostBodyBytes'> = {}) {
  const begun: { readonly who: string; readonly response: ServerResponse }[] = [];
  const handle: RequestListener = (request, response) => {
    request.resume();
    begun.push({ who: request.headers.authorization ?? '', response });
  };
  const place = { host: '127.0.0.1', port: 0, drainMs: 100 };
  const server = await listen(admitBodies({ maxBodyBytes, mostBodyBytes, ...options }, handle), place);
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { hostname, port } = new URL(server.url);
  const send = async (who: string, length: number | 'chunked') => {
    const client = connect({ host: hostname, port: Number(port) });
    onTestFinished(() => void client.destroy());
    client.on('error', () => {});
    await once(client, 'connect');
    const announced = length === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${length}`;
    client.write(`POST / HTTP/1.1\r\nhost: x\r\norigin: http://page\r\nauthorization: ${who}\r\n${announced}\r\n\r\n`);
    client.write(length === 'chunked' ? '1\r\nx\r\n' : Buffer.alloc(Math.min(length, maxBodyBytes), ' '));
    return client;
  };
  const who = () => begun.map((one) => one.who);
  /** Waits for enough turns of the event loop for everything that may begin to do so. */
  const settled = async () => {
    for (let n = 0; n < 100; n += 1) await nextTurn();
  };
  return { begun, who, send, settled };
}

test('long bodies are admitted up to a total size, in turn by credential; short ones at once', async () => {
  const { begun, who, send, settled } = await start(4 * megabyte);
  for (let n = 0; n < 5; n += 1) await send('ada', 2 * megabyte);
  await expect.poll(who).toEqual(['ada', 'ada']);
  await send('bob', 2 * megabyte);
  await send('short', 1_000);
  await expect.poll(who).toContain('short');
  await settled();
  expect(who()).toEqual(['ada', 'ada', 'short']);
  for (let n = 3; n < 7; n += 1) {
    begun.find(({ who: of, response }) => of !== 'short' && !response.writableEnded)?.response.end();
    await expect.poll(() => begun.length).toBe(n + 1);
  }
  // One of ada's requests came before bob's.
  expect(who().slice(3)).toEqual(['ada', 'bob', 'ada', 'ada']);
});

test('each account has one turn, whatever its credentials look like; invalid credentials share one', async () => {
  const known: Readonly<Record<string, string>> = { 'Bearer ada': 'ada', 'Bearer  ada': 'ada', 'Bearer bob': 'bob' };
  const accountOf: BodyBounds['accountOf'] = async ({ headers: { authorization = '' } }) => {
    if (authorization === 'broken') throw new Error('nobody can tell now');
    return known[authorization] ?? null;
  };
  const { begun, who, send, settled } = await start(2 * megabyte, { accountOf });
  const sent = ['Bearer ada', 'Bearer  ada', 'Bearer x', 'Bearer y', 'broken', 'Bearer  ada', 'Bearer bob'];
  for (const one of sent) {
    await send(one, 2 * megabyte);
    await settled();
  }
  for (let n = 1; n < sent.length; n += 1) {
    await expect.poll(() => begun.length).toBe(n);
    begun.at(-1)?.response.end();
  }
  await expect
    .poll(who)
    .toEqual(['Bearer ada', 'Bearer  ada', 'Bearer x', 'Bearer bob', 'Bearer  ada', 'Bearer y', 'broken']);
});

test('a chunked body counts as a long one', async () => {
  const { who, send, settled } = await start(2 * megabyte);
  for (let n = 0; n < 4; n += 1) await send('ada', 'chunked');
  await expect.poll(who).toHaveLength(2);
  await settled();
  expect(who()).toHaveLength(2);
});

test('a client that hangs up frees its room, and a body over the limit takes none', async () => {
  const { who, send } = await start(2 * megabyte);
  await send('too long', 100 * maxBodyBytes);
  const client = await send('ada', 2 * megabyte);
  await expect.poll(who).toEqual(['too long', 'ada']);
  await send('bob', 2 * megabyte);
  client.destroy();
  await expect.poll(who).toEqual(['too long', 'ada', 'bob']);
});

test('a wait that is too long ends with 503, Retry-After and CORS headers, and is counted', async () => {
  const refused: RequestTimes[] = [];
  const options = { mostWaitMs: 50, onRefused: (times: RequestTimes) => void refused.push(times) };
  const { begun, who, send } = await start(2 * megabyte, options);
  await send('ada', 2 * megabyte);
  await expect.poll(who).toEqual(['ada']);
  const told = await text(await send('bob', 2 * megabyte));
  expect(told).toMatch(/^HTTP\/1\.1 503 /);
  expect(told).toMatch(/^retry-after: 5\r$/m);
  expect(told).toMatch(/^x-response-time: \d+\.\dms\r$/m);
  expect(told).toMatch(/^server-timing: total;dur=\d+\.\d\r$/m);
  expect(told).toMatch(/^x-request-id: [\w-]{36}\r$/m);
  expect(told).toMatch(/^cache-control: no-store\r$/m);
  expect(told).toMatch(/^access-control-allow-origin: http:\/\/page\r$/m);
  expect(JSON.parse(/\{.*\}/.exec(told)?.[0] ?? '').errors[0].extensions).toEqual({
    code: 'UNAVAILABLE',
    retryAfter: 5,
  });
  expect(refused.map(({ ended }) => ended)).toEqual([true]);
  begun[0]?.response.end();
  await send('cyd', 2 * megabyte);
  await expect.poll(who).toEqual(['ada', 'cyd']);
});

test('a slow sender of a long body is cut off only once others wait', async () => {
  const { who, send, settled } = await start(2 * megabyte, { patienceMs: 50 });
  const slow = await send('ada', 'chunked');
  const slowToo = await send('bob', 'chunked');
  await expect.poll(who).toEqual(['ada', 'bob']);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect([slow.destroyed, slowToo.destroyed]).toEqual([false, false]);
  // Cutting off one of them makes enough room.
  const cut = Promise.race([once(slow, 'close'), once(slowToo, 'close')]);
  await send('cyd', 2 * megabyte);
  await cut;
  await settled();
  await expect.poll(who).toContain('cyd');
});
