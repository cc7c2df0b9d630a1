import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type HttpServer, listen } from '../../../src/app/http/http.ts';
import { noteServer } from './note-server.ts';

const local = { host: '127.0.0.1', port: 0 };

/** Sends a POST; returns the status, or the code of the error that ended it. */
function send(
  url: string,
  body: string | Buffer | Readable,
  agent?: Agent,
): Promise<{ status: number | string; text: string; headers?: IncomingHttpHeaders }> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer ada' };
    const sent = request(`${url}/graphql`, { method: 'POST', headers, ...(agent && { agent }) }, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
    });
    sent.on('error', (error) => resolve({ status: 'code' in error ? String(error.code) : error.message, text: '' }));
    if (body instanceof Readable) body.pipe(sent);
    else sent.end(body);
  });
}

const whoami = JSON.stringify({ query: '{ whoami }' });

/** A server whose requests are held until they are released. */
async function heldServer(drainMs: number) {
  const held = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const { yoga } = noteServer({
    authenticate: async () => {
      reached.resolve();
      await held.promise;
      return null;
    },
  });
  const server: HttpServer = await listen(yoga, { ...local, drainMs });
  return { server, reached: reached.promise, letGo: held.resolve };
}

describe('a server over HTTP', () => {
  test('refuses a body over 8 MB, announced or chunked, and continues', async () => {
    await using server = await listen(noteServer().yoga, { ...local, drainMs: 1000 });
    const large = Buffer.alloc(9 * 1024 * 1024, ' ');
    const refused = await send(server.url, large);
    expect(refused.status).toBe(413);
    expect(JSON.parse(refused.text).errors[0]).toMatchObject({
      message: expect.stringContaining('8388608'),
      extensions: { code: 'BAD_REQUEST' },
    });
    expect(
      (await send(server.url, Readable.from(Array.from({ length: 40 }, () => large.subarray(0, 524_288))))).status,
    ).toBe(413);
    expect((await send(server.url, whoami)).status).toBe(200);
  });

  test('announces the configured keep-alive, so that the load balancer closes idle connections first', async () => {
    await using server = await listen(noteServer().yoga, { ...local, drainMs: 1000, keepAliveMs: 65_000 });
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    expect((await send(server.url, whoami, agent)).headers).toMatchObject({ 'keep-alive': 'timeout=65' });
  });
});

describe('a server that stops', () => {
  test('answers requests in progress, also over keep-alive connections, and then stops listening', async () => {
    const { server, reached, letGo } = await heldServer(10_000);
    const agent = new Agent({ keepAlive: true });
    const begun = send(server.url, whoami, agent);
    await reached;
    const stopped = server[Symbol.asyncDispose]();
    letGo();
    expect((await begun).status).toBe(200);
    await stopped;
    expect((await send(server.url, whoami)).status).toBe('ECONNREFUSED');
    agent.destroy();
  });

  test.each(['stops', 'leaves'])(
    'sends "connection: close" with the last answer on a keep-alive connection when it %s',
    async (how) => {
      const { server, reached, letGo } = await heldServer(10_000);
      const agent = new Agent({ keepAlive: true });
      const begun = send(server.url, whoami, agent);
      await reached;
      const ended = how === 'stops' ? server[Symbol.asyncDispose]() : server.leave();
      letGo();
      expect(await begun).toMatchObject({ status: 200, headers: { connection: 'close' } });
      await ended;
      agent.destroy();
    },
  );

  test('cuts off requests that exceed the deadline', async () => {
    const { server, reached, letGo } = await heldServer(0);
    const begun = send(server.url, whoami);
    await reached;
    await server[Symbol.asyncDispose]();
    expect((await begun).status).toBe('ECONNRESET');
    letGo();
  });
});
