import { hash } from 'node:crypto';
import { type IncomingHttpHeaders, request as send } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { hotPath } from '../../../src/app/hot-path/hot-path.ts';
import { type HttpServer, listen } from '../../../src/app/http/http.ts';
import { LiveSubscriptions } from '../../../src/app/subscriptions/live-subscriptions.ts';
import { httpParts } from '../../support/http-parts.ts';
import { mostInATurn } from '../../support/most-in-a-turn.ts';
import { usualConfig } from '../../support/usual-config.ts';
import { noteServer } from './note-server.ts';

const maxBodyBytes = 64 * 1024;

interface Sent {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly method?: string;
  readonly path?: string;
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly bytes: Buffer;
}

/** One server with the fast path and one without, over the same notes, and how often the first has called Yoga. */
async function bothWays() {
  let asked = 0;
  const options = { host: '127.0.0.1', port: 0, drainMs: 1_000 };
  const subscriptions = new LiveSubscriptions(usualConfig.limits.subscriptions);
  const { yoga, http } = noteServer({ maxBodyBytes, subscriptions });
  const counting = new Proxy(yoga, {
    apply(target, self, args) {
      asked += 1;
      return Reflect.apply(target, self, args);
    },
  });
  const short = await listen(hotPath({ ...http, yoga: counting }), options);
  const long = await listen(noteServer({ maxBodyBytes, subscriptions }).yoga, options);
  return { short, long, subscriptions, asked: () => asked };
}

const ways = Promise.withResolvers<Awaited<ReturnType<typeof bothWays>>>();
beforeAll(async () => ways.resolve(await bothWays()));
afterAll(async () => {
  const { short, long, subscriptions } = await ways.promise;
  subscriptions[Symbol.dispose]();
  await Promise.all([short[Symbol.asyncDispose](), long[Symbol.asyncDispose]()]);
});

async function ask(
  { url }: HttpServer,
  { body, headers = {}, method = 'POST', path = '/graphql' }: Sent,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const base = { 'content-type': 'application/json', authorization: 'Bearer ada', 'x-request-id': 'req-1' };
  const length = payload === undefined ? {} : { 'content-length': Buffer.byteLength(payload) };
  const request = send(url + path, { method, headers: { ...length, ...base, ...headers } }, (response) => {
    buffer(response).then((bytes) => {
      resolve({ status: response.statusCode, headers: response.headers, body: bytes.toString(), bytes });
    }, reject);
  });
  request.once('error', reject);
  request.end(payload);
  return await promise;
}

/** What must be equal: everything except what differs by time or connection. */
function comparable({ status, headers, body }: Answer) {
  const { date, connection, 'keep-alive': keepAlive, 'transfer-encoding': transfer, ...others } = headers;
  expect(others['x-response-time']).toMatch(/^\d+\.\dms$/);
  expect(others['server-timing']).toMatch(/^total;dur=\d+\.\d(, \w+;dur=\d+\.\d(;desc="[^"]+")?)*$/);
  const length = others['content-length'] ?? Buffer.byteLength(body).toString();
  return {
    status,
    body,
    headers: { ...others, 'content-length': length, 'x-response-time': 'some', 'server-timing': partsOf(others) },
  };
}

/** The names of the parts, without their durations. */
const partsOf = (headers: IncomingHttpHeaders): string =>
  String(headers['server-timing']).replaceAll(/dur=[\d.]+/g, 'dur');

const list = '{ notes(first: 2) { totalCount edges { cursor node { id text at metadata } } } }';
const add = (note: object, more = {}) => ({
  query: `mutation ($input: AddNoteInput!) { addNote(input: $input) {
    __typename ... on AddNotePayload { note { id text } } ... on Error { code message } } }`,
  variables: { input: { note, ...more } },
});
const inUrl = (params: Record<string, string>) => `/graphql?${new URLSearchParams(params)}`;
const graphqlResponse = { accept: 'application/graphql-response+json' };
const origin = { origin: 'https://studio.apollographql.com' };

describe('the fast path answers as Yoga does', () => {
  test.each<[string, Sent]>([
    ['a query', { body: { query: list } }],
    ['a chosen operation', { body: { query: 'query A { a: whoami } query B { b: whoami }', operationName: 'B' } }],
    ['null for what is optional', { body: { query: list, variables: null, operationName: null, extensions: null } }],
    ['variables', { body: { query: 'query ($n: Int) { notes(first: $n) { totalCount } }', variables: { n: 3 } } }],
    ['introspection without a token', { body: { query: getIntrospectionQuery() }, headers: { authorization: '' } }],
    ['a mutation', { body: add({ text: 'tea' }) }],
    ['a foreseen error of a mutation', { body: add({ text: '' }) }],
    ['a conflict', { body: add({ text: 'x' }, { fail: 'conflict' }) }],
    ['a masked error', { body: add({ text: 'x' }, { fail: 'masked' }) }],
    ['a masked error beside data', { body: { query: '{ broken whoami }' } }],
    ['the new media type', { body: { query: list }, headers: graphqlResponse }],
    ['the new media type with an error', { body: { query: '{ nothing }' }, headers: graphqlResponse }],
    [
      'the media type with the higher quality',
      { body: { query: '{ no }' }, headers: { accept: 'application/json;q=.5, application/graphql-response+json' } },
    ],
    ['any JSON but one', { body: { query: '{ no }' }, headers: { accept: 'application/json;q=0, application/*' } }],
    ['several media types', { body: { query: list }, headers: { accept: 'text/html;q=.9, application/json' } }],
    [
      'what urql accepts',
      {
        body: { query: list },
        headers: {
          accept:
            'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
        },
      },
    ],
    [
      'a content type with a charset',
      { body: { query: list }, headers: { 'content-type': 'application/json; charset=utf-8' } },
    ],
    ['a content type in other letters', { body: { query: list }, headers: { 'content-type': 'Application/JSON' } }],
    ['a syntax error', { body: { query: '{ whoami' } }],
    ['an unknown field', { body: { query: '{ nothing }' } }],
    [
      'a variable of the wrong type',
      { body: { query: 'query ($n: Int!) { notes(first: $n) { totalCount } }', variables: { n: 'x' } } },
    ],
    [
      'a variable of the wrong type in the new media type',
      { body: { query: 'query ($n: Int!) { notes(first: $n) { totalCount } }' }, headers: graphqlResponse },
    ],
    ['an operation that is not there', { body: { query: '{ whoami }', operationName: 'Other' } }],
    ['a bad value of an argument', { body: { query: '{ notes(first: 101) { totalCount } }' } }],
    ['an expired token', { body: { query: '{ whoami }' }, headers: { authorization: 'Bearer expired' } }],
    ['no token', { body: { query: '{ whoami }' }, headers: { authorization: '' } }],
    ['a scope that is missing', { body: { query: '{ secret }' } }],
    [
      'too deep a query',
      { body: { query: `{ notes { edges { node { ${'again { '.repeat(15)} id ${'}'.repeat(15)} } } } }` } },
    ],
    ['a page of another origin', { body: { query: list }, headers: origin }],
    ['a GET', { method: 'GET', path: inUrl({ query: list }), headers: origin }],
    [
      'a GET with variables',
      {
        method: 'GET',
        path: inUrl({
          query: 'query A { whoami } query B($n: Int) { notes(first: $n) { totalCount } }',
          operationName: 'B',
          variables: '{"n":3}',
          other: 'x',
        }),
      },
    ],
    ['a GET whose parts are empty', { method: 'GET', path: inUrl({ query: list, operationName: '', variables: '' }) }],
    ['a GET with two question marks', { method: 'GET', path: '/graphql??query={nothing}&query={whoami}' }],
    ['a GET with a syntax error', { method: 'GET', path: inUrl({ query: '{ whoami' }), headers: graphqlResponse }],
    [
      'a mutation by GET',
      {
        method: 'GET',
        path: inUrl({ query: add({ text: 'tea' }).query, variables: '{"input":{"note":{"text":"tea"}}}' }),
      },
    ],
    ['a GET without a token', { method: 'GET', path: inUrl({ query: '{ whoami }' }), headers: { authorization: '' } }],
    [
      'an error to a page of another origin',
      { body: { query: '{ nothing }' }, headers: { ...origin, ...graphqlResponse } },
    ],
  ])('%s', async (_, sent) => {
    const { short, long, asked } = await ways.promise;
    const before = asked();
    const answer = await ask(short, sent);
    expect(asked()).toBe(before);
    expect(comparable(answer)).toEqual(comparable(await ask(long, sent)));
  });
});

describe('a persisted operation', () => {
  const persisted = (query: string) => ({ version: 1, sha256Hash: hash('sha256', query) });
  const named = (query: string) => ({ extensions: { persistedQuery: persisted(query) } });

  test('is requested once and then runs by its hash, by POST and GET, on both paths', async () => {
    const { short, long, asked } = await ways.promise;
    const query = '{ whoami notes(first: 1) { totalCount } }';
    const steps = [named(query), { query, ...named(query) }, named(query)];
    const answers = async (server: HttpServer) => {
      const all: Answer[] = [];
      for (const body of steps) all.push(await ask(server, { body }));
      const url = `/graphql?extensions=${encodeURIComponent(JSON.stringify(named(query).extensions))}`;
      all.push(await ask(server, { method: 'GET', path: url }));
      return all.map(comparable);
    };
    const before = asked();
    const [unknown, first, again, got] = await answers(short);
    // The one with the unknown hash.
    expect(asked()).toBe(before + 1);
    expect(unknown).toMatchObject({ status: 200, body: expect.stringContaining('"message":"PersistedQueryNotFound"') });
    expect(unknown?.body).toContain('"code":"PERSISTED_QUERY_NOT_FOUND"');
    expect(first).toMatchObject({ status: 200, body: '{"data":{"whoami":"ada","notes":{"totalCount":150}}}' });
    expect([again?.body, got?.body]).toEqual([first?.body, first?.body]);
    expect(await answers(long)).toEqual([unknown, first, again, got]);
  });

  test.each([{}, { query: null }, { query: '' }])('can be answered in parts, also with %j', async (none) => {
    const { short, asked } = await ways.promise;
    const query = '{ whoami ... @defer { notes { totalCount } } }';
    await ask(short, { body: { query, ...named(query) } });
    const before = asked();
    const answer = await ask(short, {
      body: { ...none, ...named(query) },
      headers: { accept: 'multipart/mixed, */*' },
    });
    expect(answer.headers['content-type']).toContain('multipart/mixed');
    expect(asked()).toBe(before + 1);
  });

  test.each<[string, object]>([
    ['of another text', { query: '{ whoami }', ...named('{ other }') }],
    ['of another version', { extensions: { persistedQuery: { version: 2, sha256Hash: 'x' } } }],
    ['that is no text', { extensions: { persistedQuery: { version: 1, sha256Hash: 1 } } }],
    ['that is missing', { extensions: { persistedQuery: {} } }],
  ])('is refused with a hash %s', async (_, body) => {
    const { short, long } = await ways.promise;
    const answer = comparable(await ask(short, { body }));
    expect(answer.status).toBe(400);
    expect(answer.body).toContain('"code":"BAD_REQUEST"');
    expect(comparable(await ask(long, { body }))).toEqual(answer);
  });
});

test('long answers are compressed for clients that accept it, on both paths', async () => {
  const { short, long } = await ways.promise;
  const body = { query: '{ notes(first: 100) { edges { cursor node { id text at metadata } } } }' };
  const plain = await ask(short, { body });
  expect(plain.headers).not.toHaveProperty('content-encoding');
  const headers = { 'accept-encoding': 'gzip, deflate', ...origin };
  const packed = await ask(short, { body, headers });
  expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Origin, Accept-Encoding' });
  expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 4);
  expect(gunzipSync(packed.bytes).toString()).toBe(plain.body);
  expect(comparable(packed)).toEqual(comparable(await ask(long, { body, headers })));
  const little = await ask(short, { body: { query: '{ whoami }' }, headers });
  expect(little.headers).not.toHaveProperty('content-encoding');
});

test('with compression off, long answers are sent as they are, on both paths', async () => {
  const { yoga, http } = noteServer({ compressed: false });
  const options = { host: '127.0.0.1', port: 0, drainMs: 1_000 };
  await using short = await listen(hotPath({ yoga, ...http }), options);
  await using long = await listen(yoga, options);
  const query = '{ notes(first: 100) { edges { cursor node { id text at metadata } } } }';
  for (const server of [short, long]) {
    const answer = await ask(server, { body: { query }, headers: { 'accept-encoding': 'gzip, br' } });
    expect(answer.headers).not.toHaveProperty('content-encoding');
    expect(JSON.parse(answer.body).data.notes.edges).toHaveLength(100);
  }
});

test('while many searches wait, a crowd is served four requests at a time, without those that have hung up', async () => {
  const { yoga, http } = noteServer();
  let [working, most, all] = [0, 0, 0];
  const counting = new Proxy(yoga, {
    get(target, name) {
      if (name !== 'getResultForParams') return Reflect.get(target, name);
      return async (...given: Parameters<typeof yoga.getResultForParams>) => {
        working += 1;
        all += 1;
        most = Math.max(most, working);
        await new Promise((resolve) => setTimeout(resolve, 5));
        working -= 1;
        return await target.getResultForParams(...given);
      };
    },
  });
  const options = { host: '127.0.0.1', port: 0, drainMs: 1_000 };
  const searchTurns = { waiting: 8 };
  await using server = await listen(hotPath({ ...http, yoga: counting, searchTurns }), options);
  const asked = Array.from({ length: 20 }, () => ask(server, { body: { query: '{ whoami }' } }));
  const gone = Array.from({ length: 5 }, () =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer ada' },
      body: JSON.stringify({ query: '{ whoami }' }),
      signal: AbortSignal.timeout(10),
    }).catch(() => null),
  );
  for (const { status } of await Promise.all(asked)) expect(status).toBe(200);
  const heard = (await Promise.all(gone)).filter((answer) => answer !== null);
  expect(most).toBe(4);
  expect(all).toBeGreaterThanOrEqual(20 + heard.length);
  expect(all).toBeLessThan(25);
  searchTurns.waiting = 7;
  await Promise.all(Array.from({ length: 10 }, () => ask(server, { body: { query: '{ whoami }' } })));
  expect(most).toBeGreaterThan(4);
});

test('only listed operations run if the list is exclusive, on both paths', async () => {
  const listed = '{ whoami }';
  const { yoga, http } = noteServer(httpParts({ abc: listed }, 'only'));
  const options = { host: '127.0.0.1', port: 0, drainMs: 1_000 };
  await using short = await listen(hotPath({ yoga, ...http }), options);
  await using long = await listen(yoga, options);
  for (const server of [short, long]) {
    const answer = async (body: object) => JSON.parse((await ask(server, { body })).body);
    const byName = { extensions: { persistedQuery: { version: 1, sha256Hash: 'abc' } } };
    expect(await answer(byName)).toEqual({ data: { whoami: 'ada' } });
    expect(await answer({ query: listed })).toEqual({ data: { whoami: 'ada' } });
    const other = { version: 1, sha256Hash: hash('sha256', list) };
    for (const refused of [{ query: list }, { query: list, extensions: { persistedQuery: other } }]) {
      expect((await answer(refused)).errors[0].extensions).toEqual({ code: 'FORBIDDEN' });
    }
    const unknown = (await answer({ extensions: { persistedQuery: other } })).errors[0];
    expect(unknown.extensions).toEqual({ code: 'PERSISTED_QUERY_NOT_FOUND' });
  }
});

describe('everything but a single operation with a single answer goes through Yoga', () => {
  test.each<[string, Sent]>([
    ['a batch', { body: [{ query: '{ whoami }' }, { query: list }] }],
    [
      'a batch whose content type is written in other letters',
      { body: [{ query: '{ whoami }' }], headers: { 'content-type': 'application/JSON ; Charset=UTF-8' } },
    ],
    ['a GET that asks for nothing', { method: 'GET', path: '/graphql?query=' }],
    ['a GET with a body', { method: 'GET', path: inUrl({ query: '{ whoami }' }), body: { query: list } }],
    [
      'a GET of an encoded body',
      { method: 'GET', path: inUrl({ query: list }), headers: { 'content-encoding': 'gzip' } },
    ],
    ['a GET whose variables are no JSON', { method: 'GET', path: inUrl({ query: list, variables: '{' }) }],
    ['a GET whose variables are no object', { method: 'GET', path: inUrl({ query: list, variables: '[1]' }) }],
    ['a GET whose variables are null', { method: 'GET', path: inUrl({ query: list, variables: 'null' }) }],
    ['a GET of a defer', { method: 'GET', path: inUrl({ query: '{ ... @defer { whoami } }' }) }],
    ['another method', { method: 'PUT', body: { query: list } }],
    ['a query in the URL', { path: '/graphql?query={whoami}', body: {} }],
    ['another path', { path: '/graph', body: { query: list } }],
    ['a probe', { method: 'GET', path: '/health' }],
    [
      'a preflight',
      {
        method: 'OPTIONS',
        headers: { ...origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-a' },
      },
    ],
    ['no JSON', { body: '{"query":' }],
    ['no object', { body: '"text"' }],
    ['null', { body: 'null' }],
    ['no body', { body: '' }],
    ['no query', { body: {} }],
    ['an unknown member', { body: { query: list, extra: 1 } }],
    ['variables that are no object', { body: { query: list, variables: [1] } }],
    ['an operation name that is no text', { body: { query: list, operationName: 1 } }],
    ['another content type', { body: '{ whoami }', headers: { 'content-type': 'text/plain' } }],
    ['a body that is too large', { body: { query: `{ whoami } #${'x'.repeat(maxBodyBytes)}` } }],
    ['a media type that nobody has', { body: { query: list }, headers: { accept: 'text/html' } }],
    ['none of our media types', { body: { query: list }, headers: { accept: 'application/json;q=0' } }],
    [
      'a defer',
      { body: { query: '{ whoami ... @defer { notes { totalCount } } }' }, headers: { accept: 'multipart/mixed' } },
    ],
    ['a defer that only looks like one', { body: { query: '{ whoami } # no defer' } }],
    ...[' ', ',', ' # of this\n'].map((ignored): [string, Sent] => [
      `a defer behind ${JSON.stringify(ignored)}`,
      { body: { query: `{ whoami ... @${ignored}defer { notes { totalCount } } }` }, headers: { accept: '*/*' } },
    ]),
    [
      'a defer for who takes one answer',
      { body: { query: '{ whoami ... @defer { notes { totalCount } } }' }, headers: { accept: 'application/json' } },
    ],
    ['a stream of events', { body: { query: '{ whoami }' }, headers: { accept: 'text/event-stream' } }],
    [
      'a subscription for who takes no stream',
      {
        body: { query: 'subscription { noteEvents(name: "x") { __typename } }' },
        headers: { accept: 'application/json' },
      },
    ],
  ])('%s', async (_, sent) => {
    const { short, long, asked } = await ways.promise;
    const before = asked();
    const answer = await ask(short, sent);
    expect(asked()).toBe(before + 1);
    expect(comparable(answer)).toEqual(comparable(await ask(long, sent)));
  });
});

test('a body that is not valid UTF-8 is refused on both paths, since characters would be lost', async () => {
  const { short, long } = await ways.promise;
  const latin1 = (body: object): Sent => ({ body: Buffer.from(JSON.stringify(body), 'latin1') });
  const operation = { query: 'query ($name: String) { whoami }', variables: { name: 'Größe' } };
  const answer = comparable(await ask(short, latin1(operation)));
  expect(answer.status).toBe(400);
  expect(answer.body).toContain('"The body is not valid UTF-8');
  expect(comparable(await ask(long, latin1(operation)))).toEqual(answer);
  expect((await ask(short, latin1([operation]))).body).toBe(answer.body);
});

test('a browser that accepts HTML gets GraphiQL, even if the URL has an operation', async () => {
  const { short } = await ways.promise;
  const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
  const page = await ask(short, { method: 'GET', path: inUrl({ query: '{ whoami }' }), headers: { accept } });
  expect(page.headers['content-type']).toBe('text/html');
});

test('a body in chunks is reassembled, and an unfinished one is dropped with its connection', async () => {
  const { short } = await ways.promise;
  const payload = JSON.stringify({ query: '{ whoami }', variables: { padding: '🚂'.repeat(5_000) } });
  const halves = Buffer.from(payload);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const headers = { 'content-type': 'application/json', authorization: 'Bearer ada', 'content-length': halves.length };
  const request = send(`${short.url}/graphql`, { method: 'POST', headers }, (response) => {
    text(response).then(resolve, reject);
  });
  request.write(halves.subarray(0, 10_001), () => request.end(halves.subarray(10_001)));
  expect(JSON.parse(await promise)).toEqual({ data: { whoami: 'ada' } });
  const cut = send(`${short.url}/graphql`, { method: 'POST', headers });
  const gone = Promise.withResolvers<void>();
  cut.once('error', () => gone.resolve());
  cut.write(halves.subarray(0, 100), () => cut.destroy());
  await gone.promise;
  expect((await ask(short, { body: { query: '{ whoami }' } })).status).toBe(200);
});

test('a long body is parsed in one turn of the event loop, and executed in another', async () => {
  const subscriptions = new LiveSubscriptions(usualConfig.limits.subscriptions);
  onTestFinished(() => subscriptions[Symbol.dispose]());
  const { yoga, http } = noteServer({ maxBodyBytes: 1024 * 1024, subscriptions });
  const server = await listen(hotPath({ ...http, yoga }), { host: '127.0.0.1', port: 0, drainMs: 1_000 });
  onTestFinished(() => server[Symbol.asyncDispose]());
  const most = await mostInATurn(async (at) => {
    const { parse } = JSON;
    const { getResultForParams } = yoga;
    const reads = vi.spyOn(JSON, 'parse').mockImplementation((text, ...given) => {
      if (text.length > 300_000) at('read');
      return parse(text, ...given);
    });
    const executions = vi.spyOn(yoga, 'getResultForParams').mockImplementation((...given) => {
      at('executed');
      return Reflect.apply(getResultForParams, yoga, given);
    });
    const { status } = await ask(server, {
      body: { query: '{ __typename }', variables: { unused: 'x'.repeat(400_000) } },
    });
    expect([status, reads.mock.calls.length > 0, executions.mock.calls.length]).toEqual([200, true, 1]);
    reads.mockRestore();
  });
  expect(most).toBe(1);
});
