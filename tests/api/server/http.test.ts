import { gunzipSync } from 'node:zlib';
import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { UnavailableError } from '../../../src/platform/errors.ts';
import { loadedOnce } from '../../../src/platform/loaded-once.ts';
import { noteServer, post } from './note-server.ts';

describe('a request', () => {
  test('is answered with its request id and response time', async () => {
    const { status, headers, json } = await post(noteServer(), { query: '{ whoami }' }, { 'x-request-id': 'abc-1' });
    expect({ status, json }).toEqual({ status: 200, json: { data: { whoami: 'ada' } } });
    expect(headers.get('x-request-id')).toBe('abc-1');
    expect(headers.get('x-response-time')).toMatch(/^\d+\.\dms$/);
  });

  test.each(['/graphql?query={whoami}', '/graphql?query={nothing}', '/ready', '/metrics', '/nowhere'])(
    'is answered with "no-store": %s',
    async (path) => {
      const answer = await noteServer().yoga.fetch(`http://server${path}`, {
        headers: { authorization: 'Bearer ada' },
      });
      expect(answer.headers.get('cache-control')).toBe('no-store');
    },
  );

  test('gets a new id if the given one is invalid', async () => {
    const { headers } = await post(noteServer(), { query: '{ whoami }' }, { 'x-request-id': 'a b"c' });
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  });

  test.each([
    ['no JSON', '{"query":', 400],
    ['no object', '"text"', 400],
    ['null', 'null', 400],
    ['without a query', '{}', 400],
    ['with nothing but an unknown member', '{"documentId":"1"}', 400],
    ['with variables that are no object', '{"query":"{ whoami }","variables":[1]}', 400],
  ])('that is %s is refused', async (_what, body, status) => {
    const answer = await post(noteServer(), body);
    expect(answer.status).toBe(status);
    expect(answer.json.errors[0].extensions).toEqual({ code: 'BAD_REQUEST' });
  });

  test('with an unknown member is answered, alone and in a batch', async () => {
    const operation = { query: '{ whoami }', id: 'a1', operationKind: 'query' };
    const answers = await Promise.all([operation, [operation]].map((body) => post(noteServer(), body)));
    const data = { whoami: 'ada' };
    expect(answers.map(({ json }) => json)).toEqual([{ data }, [{ data }]]);
  });

  test('with another content type is refused, and the error names the right one', async () => {
    const answer = await post(noteServer(), '{ whoami }', { 'content-type': 'text/plain' });
    expect(answer.status).toBe(415);
    expect(answer.json.errors[0]).toMatchObject({
      message: expect.stringContaining('application/json'),
      extensions: { code: 'BAD_REQUEST' },
    });
  });

  test.each(['text/plain', 'text/html', 'application/graphql+json', 'application/json; charset=utf-16'])(
    'that accepts only %s is not run, and the error says what to accept',
    async (accept) => {
      const server = noteServer();
      for (const body of [{ query: '{ broken }' }, [{ query: '{ broken }' }]]) {
        const { status, headers, json } = await post(server, body, { accept });
        expect([status, headers.get('content-type')]).toEqual([406, 'application/json; charset=utf-8']);
        expect(json).toEqual({
          errors: [
            {
              message: `Send "Accept: application/json", not "${accept}"; events are sent as "text/event-stream"`,
              extensions: { code: 'BAD_REQUEST' },
            },
          ],
        });
      }
      expect(server.logged.filter(({ level }) => level === 50)).toEqual([]);
    },
  );

  test.each([
    ['syntax', '{ whoami', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a variable of the wrong type', 'query ($n: Int!) { notes(first: $n) { totalCount } }', 'BAD_USER_INPUT'],
    ['an operation that is not there', 'query A { whoami } query B { whoami }', 'OPERATION_RESOLUTION_FAILURE'],
  ])('with a mistake in %s gets the error code for it', async (_what, query, code) => {
    const { json } = await post(noteServer(), { query, variables: { n: 'many' } });
    expect(json.errors[0].extensions.code).toBe(code);
    expect(json).not.toHaveProperty('data');
  });

  test.each([
    ['of several operations names none', 'query A { whoami } query B { whoami }', undefined],
    ['names an operation that is not there', 'query A { whoami }', 'B'],
    ['gives an operation an empty name', 'query A { whoami }', ''],
  ])('that %s gets an error that explains "operationName"', async (_what, query, operationName) => {
    const { json } = await post(noteServer(), { query, operationName });
    expect(json.errors[0].extensions.code).toBe('OPERATION_RESOLUTION_FAILURE');
    expect(json.errors[0].message).toContain('"operationName"');
  });

  test('by GET may read but not write', async () => {
    const { yoga } = noteServer();
    const get = async (query: string) => {
      const url = `http://server/graphql?query=${encodeURIComponent(query)}`;
      return await yoga.fetch(url, { headers: { authorization: 'Bearer ada' } });
    };
    expect(await (await get('{ whoami }')).json()).toEqual({ data: { whoami: 'ada' } });
    const unreadable = await yoga.fetch('http://server/graphql?query={whoami}&variables=text');
    expect(unreadable.status).toBe(400);
    expect(await unreadable.json()).toMatchObject({ errors: [{ message: expect.stringContaining('"variables"') }] });
    expect((await get('mutation { addNote(input: { note: { text: "x" } }) { __typename } }')).status).toBe(405);
  });

  test('to another path is not found, and the error says where the API is', async () => {
    for (const path of ['nowhere', 'graphql/v1', '/graphql?query={whoami}', 'api/graphql?query={whoami}']) {
      const answer = await noteServer().yoga.fetch(`http://server/${path}`, { headers: { accept: 'text/html' } });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(await answer.json()).toMatchObject({ errors: [{ message: expect.stringContaining('/graphql') }] });
    }
  });
});

describe('a credential', () => {
  test('is asked for with instructions for HTTP and WebSockets', async () => {
    const { json } = await post(noteServer(), { query: '{ whoami }' }, { authorization: '' });
    const [{ message, extensions }] = json.errors;
    expect(extensions.code).toBe('UNAUTHENTICATED');
    expect(message).toContain('"Authorization: Bearer <token>"');
    expect(message).toContain('{ "authorization": "Bearer <token>" } in the connectionParams');
  });

  test('that is refused fails only fields that need one, with the reason', async () => {
    const { json } = await post(noteServer(), { query: '{ whoami }' }, { authorization: 'Bearer expired' });
    expect(json.errors[0]).toMatchObject({ message: 'The token expired', extensions: { code: 'UNAUTHENTICATED' } });
    const introspection = { query: '{ __typename }' };
    const answer = await post(noteServer(), introspection, { authorization: 'Bearer expired' });
    expect(answer.json).toEqual({ data: { __typename: 'Query' } });
  });

  test('is not needed for introspection', async () => {
    const { json } = await post(noteServer(), { query: getIntrospectionQuery() }, { authorization: '' });
    expect(json.errors).toBeUndefined();
    expect(json.data.__schema.queryType.name).toBe('Query');
  });

  test('does not change the answer to introspection, but to fields next to it', async () => {
    const server = noteServer();
    const ask = async (query: string, authorization: string) => (await post(server, { query }, { authorization })).json;
    const query = '{ __typename __type(name: "Note") { name } missing: __type(name: "None") { name } }';
    const first = await ask(query, '');
    expect(first).toEqual({ data: { __typename: 'Query', __type: { name: 'Note' }, missing: null } });
    expect([await ask(query, 'Bearer ada'), await ask(query, '')]).toEqual([first, first]);
    const own = '{ __typename whoami }';
    expect((await ask(own, 'Bearer ada')).data).toEqual({ __typename: 'Query', whoami: 'ada' });
    expect((await ask(own, '')).errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('an unexpected error', () => {
  test('is masked, and logged with the field and the request id that the client gets', async () => {
    const server = noteServer();
    const answer = await post(server, { query: '{ a: broken b: broken whoami }' }, { 'x-request-id': 'req-7' });
    expect(answer.status).toBe(200);
    expect(answer.json.data).toEqual({ a: null, b: null, whoami: 'ada' });
    expect(answer.json.errors).toHaveLength(2);
    expect(answer.json.errors[0]).toMatchObject({
      path: ['a'],
      message: expect.stringContaining('req-7'),
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'req-7' },
    });
    expect(answer.text).not.toContain('swordfish');
    const errors = server.logged.filter((line) => line['level'] === 50);
    expect(errors).toHaveLength(2);
    const err = { message: 'the password is swordfish' };
    expect(errors[0]).toMatchObject({ requestId: 'req-7', field: 'broken', err });
  });

  test('is logged once if several operations share it', async () => {
    const shared = new Error('the password is swordfish');
    const server = noteServer({
      authenticate: async () => {
        throw shared;
      },
    });
    const operation = { query: '{ whoami }' };
    const { text, status } = await post(server, [operation, operation]);
    expect(status).toBe(200);
    expect(text).not.toContain('swordfish');
    expect(text.match(/INTERNAL_SERVER_ERROR/g)).toHaveLength(2);
    expect(server.logged.filter((line) => line['level'] === 50)).toHaveLength(1);
  });
});

describe('a request that is refused as a whole', () => {
  const many = Array.from({ length: 11 }, () => ({ query: '{ whoami }' }));

  test.each<[string, unknown, string]>([
    ['a variable of the wrong type', aVariable('x'), 'BAD_USER_INPUT'],
    ['a variable that is missing', aVariable(undefined), 'BAD_USER_INPUT'],
    ['too large a query', { query: `{ ${'whoami '.repeat(501)} }` }, 'QUERY_TOO_COMPLEX'],
    ['too large a batch', many, 'QUERY_TOO_COMPLEX'],
  ])('%s has status 400 for the media type that allows it, else 200', async (_, body, code) => {
    const server = noteServer();
    const { status, json } = await post(server, body, { accept: 'application/graphql-response+json' });
    expect(json).toEqual({ errors: [expect.objectContaining({ extensions: expect.objectContaining({ code }) })] });
    expect(json.errors[0].extensions).not.toHaveProperty('http');
    expect(status).toBe(400);
    expect(await post(server, body, { accept: 'application/json' })).toMatchObject({ status: 200, json });
  });

  test.each(['application/json', 'application/graphql-response+json'])(
    'for its token has status 200 also for clients that accept %s: it has data, which is null',
    async (accept) => {
      const answer = await post(noteServer(), { query: '{ whoami }' }, { accept, authorization: 'Bearer expired' });
      const errors = [expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED' } })];
      expect(answer).toMatchObject({ status: 200, json: { data: null, errors } });
    },
  );

  test('does not change the status of a batch', async () => {
    const accept = 'application/graphql-response+json';
    const { status, json } = await post(noteServer(), [aVariable('x'), { query: '{ whoami }' }], { accept });
    expect(status).toBe(200);
    expect(json[0].errors[0].extensions).toEqual({ code: 'BAD_USER_INPUT' });
    expect(json[1]).toEqual({ data: { whoami: 'ada' } });
  });
});

describe('a database that is away', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

  test.each([
    refused,
    new AggregateError([refused]),
    new UnavailableError('No connection was free', { retryAfterSeconds: 1 }),
  ])('makes a request UNAVAILABLE, and the next one can succeed: %s', async (error) => {
    let away = true;
    const server = noteServer({
      authenticate: async () => {
        if (away) throw error;
        return {
          accountId: 'a',
          principal: 'bob',
          actorKind: 'USER',
          plan: 'FREE',
          scopes: new Set(['read']),
          collectionIds: null,
          expiresAt: null,
        };
      },
    });
    const first = await post(server, { query: '{ whoami }' }, { accept: 'application/graphql-response+json' });
    expect(first.status).toBe(503);
    expect(first.headers.get('retry-after')).toBe('1');
    expect(first.json.errors[0].extensions).toEqual({ code: 'UNAVAILABLE', retryAfter: 1 });
    away = false;
    expect((await post(server, { query: '{ whoami }' })).json).toEqual({ data: { whoami: 'bob' } });
  });
});

describe('the probes', () => {
  const probe = async (path: string, database: boolean) =>
    await noteServer({ readiness: async () => ({ database }) }).yoga.fetch(`http://server${path}`);

  test('tell a live server from one that is ready', async () => {
    const live = await probe('/health', false);
    expect({ status: live.status, body: await live.json() }).toEqual({ status: 200, body: { status: 'ok' } });
    expect(live.headers.get('x-response-time')).toMatch(/ms$/);
    expect((await probe('/ready', true)).status).toBe(200);
    const away = await probe('/ready', false);
    expect({ status: away.status, body: await away.json() }).toEqual({
      status: 503,
      body: { status: 'unavailable', checks: { database: false } },
    });
  });
});

test.each(['/health', '/ready', '/metrics'])('%s supports HEAD', async (path) => {
  const { yoga } = noteServer({ readiness: async () => ({ database: true }) });
  expect((await yoga.fetch(`http://server${path}`, { method: 'HEAD' })).status).toBe(200);
});

describe("a page of another origin, such as Apollo Studio's Explorer", () => {
  const origin = 'https://studio.apollographql.com';

  test('may send operations to a local server', async () => {
    const { yoga } = noteServer();
    const preflight = await yoga.fetch('http://server/graphql', {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-anything',
        'access-control-request-private-network': 'true',
      },
    });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'authorization,content-type,x-anything',
      'access-control-allow-private-network': 'true',
    });
    const { headers } = await post(noteServer(), { query: '{ __typename }' }, { origin });
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-expose-headers')).toContain('X-Request-Id');
  });
});

describe('GraphiQL', () => {
  const server = loadedOnce(async () => noteServer());
  const getPage = async (path = '/graphql', headers = {}) =>
    await (await server()).yoga.fetch(`http://server${path}`, { headers: { accept: 'text/html', ...headers } });

  test('is a single page that loads nothing from other hosts', async () => {
    const response = await getPage();
    expect(response.headers.get('content-type')).toContain('text/html');
    for (const name of ['x-request-id', 'x-response-time', 'server-timing'])
      expect(response.headers.get(name)).toBeTruthy();
    const page = await response.text();
    expect(page).toContain('<title>Notes</title>');
    expect(page).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)="?(?:https?:)?\/\//);
    expect(page).not.toContain('unpkg.com');
  });

  test('is sent compressed to browsers that accept gzip, and unpacked to the others', async () => {
    const compressed = await getPage('/graphql', { 'accept-encoding': 'gzip, deflate, br' });
    expect(compressed.headers.get('content-encoding')).toBe('gzip');
    expect(compressed.headers.get('vary')).toBe('Accept, Accept-Encoding');
    const bytes = await compressed.bytes();
    expect(bytes.length).toBeLessThan(3_000_000);
    const plain = await getPage('/graphql', { 'accept-encoding': 'gzip;q=0' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(gunzipSync(bytes).toString());
  });

  test('is kept by browsers, which are told when it is still the same', async () => {
    const { headers } = await getPage();
    expect(headers.get('cache-control')).toBe('no-cache');
    const etag = headers.get('etag') ?? '';
    const again = await getPage('/graphql', { 'if-none-match': etag });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await getPage('/graphql', { 'if-none-match': 'W/"other"' })).status).toBe(200);
  });

  test('is where browsers are led that open the server', async () => {
    const { status, headers } = await getPage('/');
    expect([status, headers.get('location')]).toEqual([302, '/graphql']);
    expect((await getPage('/', { accept: 'application/json' })).status).toBe(404);
  });

  test('cannot be framed, and does not leak its URL to other sites', async () => {
    expect(
      Object.fromEntries((await getPage('/graphql', { origin: 'https://elsewhere.example' })).headers),
    ).toMatchObject({
      'content-security-policy': "frame-ancestors 'none'",
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    expect((await getPage()).headers.get('access-control-allow-origin')).toBeNull();
  });
});

function aVariable(n: string | undefined) {
  return { query: 'query ($n: Int!) { notes(first: $n) { totalCount } }', variables: { n } };
}
