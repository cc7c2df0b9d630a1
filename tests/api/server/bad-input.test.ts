import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hotPath } from '../../../src/app/hot-path/hot-path.ts';
import { type HttpServer, listen } from '../../../src/app/http/http.ts';
import { LiveSubscriptions } from '../../../src/app/subscriptions/live-subscriptions.ts';
import { heldBytes } from '../../support/held-bytes.ts';
import { usualConfig } from '../../support/usual-config.ts';
import { writer } from './execute-notes.ts';
import { noteServer } from './note-server.ts';

const maxBodyBytes = 8 * 1024 * 1024;
const local = { host: '127.0.0.1', port: 0, drainMs: 1_000 };

const subscriptions = new LiveSubscriptions(usualConfig.limits.subscriptions);
const server = Promise.withResolvers<HttpServer>();
beforeAll(async () => {
  const { yoga, http } = noteServer({ maxBodyBytes, subscriptions });
  // Requests that get this far are answered by another protocol.
  const upgrade = ({ url }: IncomingMessage, taken: Duplex) =>
    taken.end(`HTTP/1.1 101 Switching Protocols\r\nurl: ${url}\r\n\r\n`);
  server.resolve(await listen(hotPath({ yoga, ...http }), { ...local, upgrade }));
});
afterAll(async () => {
  subscriptions[Symbol.dispose]();
  await (await server.promise)[Symbol.asyncDispose]();
});

async function send(init: RequestInit, path = '/graphql') {
  const { url } = await server.promise;
  const headers = { 'content-type': 'application/json', authorization: 'Bearer ada', ...init.headers };
  const response = await fetch(url + path, { ...init, headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

const ask = (query: string) => send({ method: 'POST', body: JSON.stringify({ query }) });

/** The server still works. */
const expectWell = async () => {
  expect(await ask('{ whoami }')).toMatchObject({ status: 200, text: '{"data":{"whoami":"ada"}}' });
};

/** A raw connection, for requests that no client would send, and everything received until it closes. */
async function socket(to: Pick<HttpServer, 'url'> | null = null) {
  const { hostname, port } = new URL((to ?? (await server.promise)).url);
  const client = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  client.on('error', () => {});
  return { client, answer: buffer(client).then(String, () => '') };
}

test.each<[string, string, string]>([
  ['5 MB of blanks', `{ whoami }${' '.repeat(5_000_000)}`, 'document'],
  ['5 MB of a comment', `{ whoami } # ${'x'.repeat(5_000_000)}`, 'document'],
  ['5 MB of text', `{ notes(after: "${'x'.repeat(5_000_000)}") { totalCount } }`, 'document'],
  ['5 MB of a name', `{ ${'x'.repeat(5_000_000)} }`, 'document'],
  ['10,000 aliases', `{ ${Array.from({ length: 10_000 }, (_, n) => `a${n}: whoami`).join(' ')} }`, 'tokens'],
  ['a depth of 100', `{ notes { ${'edges { node { again { '.repeat(33)} id ${'} } }'.repeat(33)} } }`, 'nesting'],
  ['35,000 fields', `{ ${'whoami '.repeat(35_000)} }`, 'tokens'],
  ['200,000 brackets', `{ notes(after: ${'['.repeat(200_000)}) { totalCount } }`, 'nesting'],
])('refuses a query of %s before it is parsed', async (_, query, measure) => {
  const { status, text } = await ask(query);
  expect(status).toBe(200);
  expect(JSON.parse(text).errors[0].extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX', measure });
  await expectWell();
});

test.each(['', '?by=Yoga'])('refuses a body of two million values before it is parsed (/graphql%s)', async (way) => {
  const body = (count: number) => `{"query":"{ whoami }","variables":{"a":[${'[],'.repeat(count)}0]}}`;
  expect((await send({ method: 'POST', body: body(99_000) }, `/graphql${way}`)).text).toBe('{"data":{"whoami":"ada"}}');
  const { status, text } = await send({ method: 'POST', body: body(2_000_000) }, `/graphql${way}`);
  expect(status).toBe(200);
  expect(JSON.parse(text).errors[0].extensions).toEqual({
    code: 'QUERY_TOO_COMPLEX',
    measure: 'values',
    limit: 200_000,
    actual: 200_001,
  });
  await expectWell();
});

test.each([
  'application/x-www-form-urlencoded',
  'application/graphql',
  'text/plain',
  'multipart/form-data; boundary=x',
])('refuses a body of the type %s, which any page may send or nobody needs', async (type) => {
  const body = type === 'application/graphql' ? '{ whoami }' : 'query={whoami}';
  const { status, text } = await send({ method: 'POST', headers: { 'content-type': type }, body });
  expect(status).toBe(415);
  expect(text).toContain('Send \\"Content-Type: application/json\\"');
});

test('accepts variables of 5 MB, and refuses a body over the limit', async () => {
  const body = JSON.stringify({ query: '{ whoami }', variables: { text: 'x'.repeat(5_000_000) } });
  expect((await send({ method: 'POST', body })).text).toBe('{"data":{"whoami":"ada"}}');
  expect((await ask(`{ whoami } # ${'x'.repeat(maxBodyBytes)}`)).status).toBe(413);
  await expectWell();
});

test.each<[string, number, (n: number) => string]>([
  ['that are answered', 80, (n) => `{ whoami } # ${n} ${'x'.repeat(249_900)}`],
  ['that are refused', 4, (n) => `{ a${n}: whoami ${'whoami '.repeat(700_000)} }`],
])(
  '20 MB of long queries %s are not kept in memory',
  async (_, count, query) => {
    await ask(query(0));
    const before = await heldBytes();
    for (let n = 1; n <= count; n += 1) await ask(query(n));
    expect((await heldBytes()) - before).toBeLessThan(15_000_000);
  },
  60_000,
);

test('a long body is not held while it is worked on, only its values', async () => {
  const held: number[] = [];
  // Called after the body has been read, and awaited before anything is executed.
  const authenticate = async () => {
    held.push(await heldBytes());
    return writer;
  };
  const { yoga, http } = noteServer({ maxBodyBytes, subscriptions, authenticate });
  await using own = await listen(hotPath({ yoga, ...http }), local);
  const blanks = Buffer.alloc(1024 * 1024, ' ');
  for (const megabytes of [1, 1, 7]) {
    const { client, answer } = await socket(own);
    const body = '{"query":"{ whoami }"}';
    const length = body.length + megabytes * blanks.length;
    const lines = ['host: x', 'content-type: application/json', `content-length: ${length}`, 'connection: close'];
    client.write(['POST /graphql HTTP/1.1', ...lines, '', body].join('\r\n'));
    for (let n = 0; n < megabytes; n += 1) client.write(blanks);
    expect(await answer).toContain('{"whoami":"ada"}');
  }
  const [, before = 0, after = 0] = held;
  expect(after - before).toBeLessThan(3_000_000);
});

test('many different invalid queries are not kept in memory', async () => {
  const mistakes = (from: number) =>
    Promise.all(Array.from({ length: 250 }, (_, n) => ask(`{ nothing${from + n} whoamy }`)));
  await mistakes(0);
  const before = await heldBytes();
  await mistakes(250);
  expect((await heldBytes()) - before).toBeLessThan(2_500_000);
});

test.each(['transfer-encoding: chunked', `content-length: ${5 * maxBodyBytes}`])(
  'a client that still sends a body over the limit gets the refusal, though its connection is closed: %s',
  async (length) => {
    const { client, answer } = await socket();
    const lines = ['host: x', 'content-type: application/json', length, 'connection: close'];
    client.write(['POST /graphql HTTP/1.1', ...lines, '', ''].join('\r\n'));
    const chunk = `100000\r\n${' '.repeat(1024 * 1024)}\r\n`;
    for (let n = 0; n < 4 * maxBodyBytes; n += 1024 * 1024) client.write(chunk);
    const said = await answer;
    expect(said).toMatch(/^HTTP\/1\.1 413 /);
    expect(said).toContain('"code":"BAD_REQUEST"');
    await expectWell();
  },
);

const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024, ' '));

test.each(['gzip', 'br', 'deflate', 'gzip, gzip'])('does not decode a body in %s', async (encoding) => {
  const before = process.memoryUsage().arrayBuffers;
  const answer = await send({ method: 'POST', body: bomb, headers: { 'content-encoding': encoding } });
  expect(answer.status).toBe(415);
  expect(JSON.parse(answer.text).errors[0]).toMatchObject({
    message: `Send the body as it is, not encoded as "${encoding}"`,
    extensions: { code: 'BAD_REQUEST' },
  });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  await expectWell();
});

test.each(['text/plain', 'application/xml', 'application/jsonx', 'multipart/form-data; boundary=x', ''])(
  'refuses a body of the type "%s"',
  async (type) => {
    const { status } = await send({ method: 'POST', body: Buffer.from('{}'), headers: { 'content-type': type } });
    expect(status).toBe(415);
  },
);

test.each(['PUT', 'PATCH', 'DELETE', 'PURGE'])('refuses the method %s', async (method) => {
  const { status, headers } = await send({ method });
  expect([status, headers.get('allow')]).toEqual([405, 'GET, POST']);
  await expectWell();
});

test.each(['CONNECT somewhere:443', 'NONSENSE /graphql'])('closes the connection after "%s"', async (line) => {
  const { client, answer } = await socket();
  client.write(`${line} HTTP/1.1\r\nhost: x\r\n\r\n`);
  expect(await answer).not.toContain('200 OK');
  await expectWell();
});

test.each(['a b', '%%%', '[::', 'x/metrics?', 'x/health#', 'x\\health?', 'a@b'])(
  'refuses the Host header "%s", which must not change the path',
  async (host) => {
    const { client, answer } = await socket();
    client.write(`GET /elsewhere HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    const said = await answer;
    expect(said).toMatch(/^HTTP\/1\.1 400 /);
    expect(said).toContain(
      '{"errors":[{"message":"The header Host names no host","extensions":{"code":"BAD_REQUEST"}}]}',
    );
    await expectWell();
  },
);

test.each([
  ['GET http://memories.example:80/graphql?query=%7B%20whoami%20%7D', '', /^HTTP\/1\.1 200 .*"whoami":"ada"/s],
  ['POST http://memories.example/graphql', '{"query":"{ whoami }"}', /^HTTP\/1\.1 200 .*"whoami":"ada"/s],
  ['GET HTTP://memories.example?x', '', /^HTTP\/1\.1 404 /],
  ['GET http:///health', '', /^HTTP\/1\.1 400 /],
  ['GET http://ada@memories.example/health', '', /^HTTP\/1\.1 400 /],
])('an absolute URL, as proxies send it, is served by its path: %s', async (line, body, expected) => {
  const { client, answer } = await socket();
  const headers = ['Host: other', 'Authorization: Bearer ada', 'Content-Type: application/json', 'Connection: close'];
  client.write([`${line} HTTP/1.1`, ...headers, `Content-Length: ${body.length}`, '', body].join('\r\n'));
  expect(await answer).toMatch(expected);
});

test('a WebSocket upgrade with an absolute URL is served by its path', async () => {
  const { client, answer } = await socket();
  client.write(
    'GET http://memories.example/graphql?a HTTP/1.1\r\nHost: other\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  );
  expect(await answer).toContain('url: /graphql?a\r\n');
  // The other protocol closes the connection; a server that stops does not.
  client.destroy();
});

test.each<[string, string, string]>([
  ['GET', '/health', 'h2c'],
  ['POST', '/graphql', 'h2c'],
  ['POST', '/graphql', 'websocket'],
])('serves a %s %s that offers another protocol (%s) as plain HTTP/1.1', async (method, path, protocol) => {
  const { client, answer } = await socket();
  const body = method === 'POST' ? '{"query":"{ whoami }"}' : '';
  const lines = [
    'Host: server',
    'Connection: Upgrade, HTTP2-Settings',
    `Upgrade: ${protocol}`,
    'HTTP2-Settings: AAMAAABk',
  ];
  const ofBody = ['Authorization: Bearer ada', 'Content-Type: application/json', `Content-Length: ${body.length}`];
  client.end([`${method} ${path} HTTP/1.1`, ...lines, ...ofBody, '', body].join('\r\n'));
  expect(await answer).toMatch(/^HTTP\/1\.1 200 /);
});

test.each(['null', '5', '"{ whoami }"', '[]'])('a batch with %s gets an error that explains it', async (operation) => {
  const { status, text } = await send({ method: 'POST', body: `[{"query":"{ whoami }"},${operation}]` });
  expect(status).toBe(400);
  expect(text).toContain('A batch is an array of objects');
});

test('cuts off clients that do not finish their headers in time, silent or byte by byte, with 408 where possible', async () => {
  await using own = await listen(noteServer().yoga, { ...local, headersMs: 200 });
  const half = 'POST /graphql HTTP/1.1\r\nhost: x\r\n';
  const waiting = await socket(own);
  waiting.client.write(half);
  expect(await waiting.answer).toContain('408 Request Timeout');
  const dripping = await socket(own);
  dripping.client.write(half);
  const drip = setInterval(() => dripping.client.write('x'), 20);
  // A byte sent to a closed connection resets it, and the answer may be lost.
  expect(await dripping.answer).toMatch(/^$|408 Request Timeout/);
  clearInterval(drip);
  for (const { client } of [waiting, dripping]) client.destroy();
});

const head = (length: number) =>
  `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ada\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n`;
const body = '{"query":"{ whoami }"}';

test.each(['content-length: 1000', 'transfer-encoding: chunked'])(
  'cuts off a client whose body comes byte by byte, once the whole request has taken too long: %s',
  async (length) => {
    await using own = await listen(noteServer().yoga, { ...local, headersMs: 100, timeoutMs: 200 });
    const { client, answer } = await socket(own);
    const lines = ['host: x', 'authorization: Bearer ada', 'content-type: application/json', length];
    client.write(['POST /graphql HTTP/1.1', ...lines, '', ''].join('\r\n'));
    const drip = setInterval(() => client.write(length.startsWith('content') ? ' ' : '1\r\n \r\n'), 20);
    expect(await answer).toMatch(/^$|408 Request Timeout/);
    clearInterval(drip);
    client.destroy();
  },
);

test('a client that half-closes after a complete request gets an answer that is ready at once', async () => {
  const { client, answer } = await socket();
  client.end(head(body.length) + body);
  expect(await answer).toContain('{"data":{"whoami":"ada"}}');
});

test('requests refused before their bodies arrive add no listeners to their connection', async () => {
  const warned: Error[] = [];
  const warn = (warning: Error) => void warned.push(warning);
  process.on('warning', warn);
  const { hostname, port } = new URL((await server.promise).url);
  const client = connect({ host: hostname, port: Number(port) });
  for (let n = 0; n < 20; n += 1) {
    client.write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 4\r\n\r\n');
    await once(client, 'data');
    client.write('some');
  }
  client.write('GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  expect(String(await buffer(client))).toContain('200 OK');
  process.off('warning', warn);
  expect(warned).toEqual([]);
});

test('a half-closed client that has to wait is treated as gone: it looks the same as one that hung up', async () => {
  const { client, answer } = await socket();
  const endless = '{"query":"{ endless }"}';
  client.end(head(endless.length) + endless);
  expect(await answer).toBe('');
  await expectWell();
});

test('a client that half-closes in the middle of a body is disconnected', async () => {
  const { client, answer } = await socket();
  client.end(head(body.length) + body.slice(0, 5));
  expect(await answer).not.toContain('"data"');
  await expectWell();
});

test('clients that request GraphiQL without reading it do not each hold a copy of the page', async () => {
  const { hostname, port } = new URL((await server.promise).url);
  const bytes = (await send({ headers: { accept: 'text/html' } })).text.length;
  const clients = Array.from({ length: 20 }, () => connect({ host: hostname, port: Number(port) }));
  await Promise.all(clients.map((client) => once(client, 'connect')));
  const held = () => process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  const before = held();
  const answered = Promise.all(clients.map((client) => once(client, 'readable')));
  for (const client of clients) client.write('GET /graphql HTTP/1.1\r\nhost: x\r\naccept: text/html\r\n\r\n');
  await answered;
  expect(held() - before).toBeLessThan(5 * bytes);
  for (const client of clients) client.destroy();
  await expectWell();
});
