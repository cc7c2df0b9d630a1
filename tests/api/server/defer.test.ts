import { expect, test } from 'vitest';
import { noteServer } from './note-server.ts';

const deferred = '{ whoami ... @defer { broken } }';

async function send(body: unknown, accept: string, server = noteServer()) {
  const response = await server.yoga.fetch('http://server/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer ada', accept },
    body: JSON.stringify(body),
  });
  const { status, headers } = response;
  const text = await response.text();
  const [buffering, caching] = [headers.get('x-accel-buffering'), headers.get('cache-control')];
  return { status, text, type: headers.get('content-type'), buffering, caching };
}

test.each([
  ['multipart/mixed', 'multipart/mixed; boundary="-"'],
  ['text/event-stream', 'text/event-stream'],
])('an error in a deferred part sent as %s is masked and logged like any other', async (accept, type) => {
  const server = noteServer();
  const answer = await send({ query: deferred }, accept, server);
  expect(answer.type).toBe(type);
  expect(answer.text).toContain('"incremental":[{"data":{"broken":null}');
  expect(answer.text).toContain('INTERNAL_SERVER_ERROR');
  expect(answer.text).not.toContain('swordfish');
  expect(server.logged.filter((line) => line['level'] === 50)).toHaveLength(1);
});

test('asks proxies to pass on each part at once, without buffering or compression', async () => {
  const asked = async (accept: string) => {
    const { buffering, caching } = await send({ query: deferred }, accept);
    return { buffering, caching };
  };
  const atOnce = { buffering: 'no', caching: 'no-store, no-transform' };
  expect(await asked('multipart/mixed')).toEqual(atOnce);
  expect(await asked('text/event-stream')).toEqual(atOnce);
  expect(await asked('application/json')).toEqual({ buffering: null, caching: 'no-store' });
});

test('defers nothing in batches, and for clients that accept no parts or only another format', async () => {
  const operation = { query: '{ whoami ... @defer { again: whoami } }' };
  const data = { whoami: 'ada', again: 'ada' };
  // The last is what `fetch` and curl send by themselves.
  for (const accept of ['application/graphql-response+json', '*/*']) {
    const one = await send(operation, accept);
    expect({ status: one.status, json: JSON.parse(one.text) }).toEqual({ status: 200, json: { data } });
  }
  // Apollo Client's GraphQL17Alpha9Handler: a format of parts that this server does not send.
  const other = 'multipart/mixed;incrementalSpec=v0.2,application/graphql-response+json,application/json;q=0.9';
  const newer = await send(operation, other);
  expect({ type: newer.type, json: JSON.parse(newer.text) }).toEqual({
    type: 'application/graphql-response+json; charset=utf-8',
    json: { data },
  });
  expect((await send(operation, `multipart/mixed; deferSpec=20220824, ${other}`)).type).toContain('multipart/mixed');
  const batch = await send([operation, operation], 'multipart/mixed, application/json');
  expect(JSON.parse(batch.text)).toEqual([{ data }, { data }]);
});

test('limits include what is deferred', async () => {
  const many = Array.from({ length: 51 }, (_, n) => `a${n}: whoami`).join(' ');
  expect((await send({ query: `{ whoami ... @defer { ${many} } }` }, 'multipart/mixed')).text).toContain('aliases 51');
  const rows = Array.from({ length: 60 }, () => 'again { id text at metadata }').join(' ');
  const costly = `{ whoami ... @defer { notes(first: 100) { edges { node { ${rows} } } } } }`;
  expect((await send({ query: costly }, 'multipart/mixed')).text).toContain('"measure":"cost"');
});

test('refuses a deferred mutation and a streamed list', async () => {
  const { text } = await send({ query: 'mutation { ... @defer { __typename } }' }, 'multipart/mixed');
  expect(text).toContain('GRAPHQL_VALIDATION_FAILED');
  const streamed = await send({ query: '{ notes(first: 2) { edges @stream { cursor } } }' }, 'multipart/mixed');
  expect(streamed.text).toContain('Unknown directive \\"@stream\\"');
});
