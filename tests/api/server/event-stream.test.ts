import { expect, test } from 'vitest';
import { Charges } from '../../../src/app/limits/charges.ts';
import { requestError } from '../../../src/graphql/request-errors.ts';
import { UnavailableError } from '../../../src/platform/errors.ts';
import { EventReader } from '../../support/event-source.ts';
import { rateLimits } from '../../support/rate-limits.ts';
import { writer } from './execute-notes.ts';
import { listeningNotes } from './listening-notes.ts';

const follow = 'subscription ($log: String!, $after: String) { noteEvents(log: $log, after: $after) { text } }';

const urlOf = (http: string, variables: object, query = follow) =>
  `${http}?${new URLSearchParams({ query, variables: JSON.stringify(variables) })}`;

test('a subscription is sent as events with their cursors as ids, then completes', async () => {
  const { http, notes, name, live } = await listeningNotes();
  const reader = await EventReader.open(http, {}, { query: follow, variables: { log: name } });
  expect([reader.status, reader.response.headers['content-type']]).toEqual([200, 'text/event-stream']);
  expect(reader.response.headers['cache-control']).toBe('no-store, no-transform');
  notes.tell('one');
  notes.tell('two');
  notes.end();
  expect(await reader.ended).toBe(true);
  expect(reader.events).toEqual([
    { event: 'next', id: '1', data: { data: { noteEvents: { text: 'one' } } } },
    { event: 'next', id: '2', data: { data: { noteEvents: { text: 'two' } } } },
    { event: 'complete', id: null, data: null },
  ]);
  expect(live.figures.active).toBe(0);
});

test('headers of one answer do not leak into another', async () => {
  const { http } = await listeningNotes({ yoga: { charges: new Charges(rateLimits({ FREE: 100 })) } });
  const origin = 'https://elsewhere.example';
  const headersOf = async (more: Record<string, string>) => {
    const { response } = await EventReader.open(urlOf(http, {}, '{ __typename }'), more);
    return [response.headers['access-control-allow-origin'], response.headers['ratelimit-limit']];
  };
  expect(await headersOf({ origin })).toEqual([origin, '100']);
  expect(await headersOf({ authorization: '' })).toEqual([undefined, undefined]);
});

test.each<[string, string, object]>([
  ['no cursor', 'subscription ($log: String!) { noteEvents(log: $log) { text } }', {}],
  ['a cursor as a variable', follow, { after: '1' }],
  ['a cursor in its text', 'subscription ($log: String!) { noteEvents(after: "1", log: $log) { text } }', {}],
  [
    'a field in a fragment',
    'subscription ($log: String!) { ...Notes } fragment Notes on Subscription { noteEvents(log: $log) { text } }',
    {},
  ],
  ['a field in an inline fragment', 'subscription ($log: String!) { ... { noteEvents(log: $log) { text } } }', {}],
  [
    'a field in two parts',
    'subscription ($log: String!) { noteEvents(log: $log) { __typename } ... { noteEvents(log: $log) { text } } }',
    {},
  ],
])('a reconnecting EventSource resumes after its last event id, if it began with %s', async (_, query, more) => {
  const { http, notes, name } = await listeningNotes();
  for (const text of ['one', 'two', 'three', 'four']) notes.tell(text);
  const url = urlOf(http, { log: name, ...more }, query);
  const reader = await EventReader.open(url, { 'last-event-id': '2' });
  await expect.poll(() => reader.events.map(({ id }) => id)).toEqual(['3', '4']);
});

test.each<[string, Record<string, string>, boolean]>([
  ['no browser', {}, true],
  ['a page of this server', { 'sec-fetch-site': 'same-origin' }, true],
  ['a page of this server, that says where it is from', { origin: 'own' }, true],
  ['a page of another site', { 'sec-fetch-site': 'cross-site' }, false],
  ['a page of another origin', { origin: 'https://elsewhere.example' }, false],
  ['a page without an origin', { origin: 'null' }, false],
])(
  'a cookie authenticates only requests of this origin or of no browser; here from %s: %#',
  async (_, { origin, ...headers }, counts) => {
    const { http } = await listeningNotes();
    const from = origin === 'own' ? { origin: new URL(http).origin } : origin ? { origin } : {};
    const cookie = { authorization: '', cookie: 'mnemograph_token=ada' };
    const reader = await EventReader.open(urlOf(http, {}, '{ whoami }'), { ...cookie, ...headers, ...from });
    await reader.ended;
    expect(reader.events[0]?.data.data?.whoami ?? null).toBe(counts ? 'ada' : null);
  },
);

const two = [{ query: follow, variables: { log: 'x' } }, { query: '{ whoami }' }];
const twice = 'subscription A { noteEvents(log: "x") { text } } subscription B { noteEvents(log: "x") { text } }';

test.each<[string, unknown, string, number, string]>([
  ['two operations in a batch', two, 'text/event-stream', 400, 'BAD_REQUEST'],
  ['a subscription in a batch', two, 'application/json', 200, 'BAD_REQUEST'],
  ['a subscription that is to be answered as JSON', two[0], 'application/json', 406, 'BAD_REQUEST'],
  ['a subscription that is not to be a stream', two[0], 'text/event-stream;q=0, */*', 406, 'BAD_REQUEST'],
  ['two operations in a document', { query: twice }, 'text/event-stream', 400, 'OPERATION_RESOLUTION_FAILURE'],
])('refuses %s, and leaves nothing behind', async (_, body, accept, status, code) => {
  const { http, live } = await listeningNotes();
  const answer = await fetch(http, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, authorization: 'Bearer ada' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(status);
  expect(await answer.text()).toContain(code);
  expect(live.figures.active).toBe(0);
});

test('a method that is not allowed is refused with those that are', async () => {
  const { http } = await listeningNotes();
  const answer = await fetch(http, { method: 'PUT', headers: { accept: 'text/event-stream' } });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
});

test('an error that ends a stream is sent as an event before the stream completes', async () => {
  const { http, notes, name } = await listeningNotes();
  const reader = await EventReader.open(urlOf(http, { log: name }));
  notes.end(requestError('GONE', 'It was deleted'));
  await reader.ended;
  expect(reader.events).toMatchObject([
    { event: 'next', data: { errors: [{ extensions: { code: 'GONE' } }] } },
    { event: 'complete' },
  ]);
});

test('a temporary failure ends the stream with a retry delay and without "complete", so that EventSource reconnects', async () => {
  const away = new UnavailableError('No connection was free', { retryAfterSeconds: 2 });
  const { http, notes, name } = await listeningNotes();
  const running = await EventReader.open(urlOf(http, { log: name }));
  notes.end(away);
  expect(await running.ended).toBe(true);
  const refused = await listeningNotes({ yoga: { authenticate: () => Promise.reject(away) } });
  const reader = await EventReader.open(urlOf(refused.http, { log: name }));
  expect(await reader.ended).toBe(true);
  for (const { events, text, status } of [running, reader]) {
    expect(status).toBe(200);
    expect(events).toMatchObject([{ event: 'next', data: { errors: [{ extensions: { code: 'UNAVAILABLE' } }] } }]);
    expect(text).toContain('retry: 2000\n');
  }
});

test.each<[string, Error, number, object]>([
  [
    'a temporary',
    new UnavailableError('Try again'),
    200,
    { message: 'Try again', extensions: { code: 'UNAVAILABLE', retryAfter: 1 } },
  ],
  [
    'an unforeseen',
    new Error('a password'),
    500,
    { message: expect.not.stringContaining('a password'), extensions: { code: 'INTERNAL_SERVER_ERROR' } },
  ],
])('a failure before the operation begins, here %s one, is masked as over JSON', async (_, failure, status, shown) => {
  const authenticate = () => Promise.reject(failure);
  const { http, name } = await listeningNotes({
    yoga: { authenticate, charges: new Charges(rateLimits({ FREE: 100 })) },
  });
  const reader = await EventReader.open(http, {}, { query: follow, variables: { log: name } });
  await reader.ended;
  expect(reader.status).toBe(status);
  expect(reader.events).toMatchObject([{ event: 'next', data: { errors: [shown] } }, { event: 'complete' }]);
});

test('a client that is no EventSource gets a temporary failure once, and "complete": it would reconnect without waiting', async () => {
  const { http, notes, name } = await listeningNotes();
  const reader = await EventReader.open(http, {}, { query: follow, variables: { log: name } });
  notes.end(new UnavailableError('No connection was free', { retryAfterSeconds: 2 }));
  expect(await reader.ended).toBe(true);
  expect(reader.events).toMatchObject([
    { event: 'next', data: { errors: [{ extensions: { code: 'UNAVAILABLE', retryAfter: 2 } }] } },
    { event: 'complete' },
  ]);
});

test('a server that stops ends its streams without "complete", so that clients reconnect elsewhere', async () => {
  const { http, notes, name, stop, live } = await listeningNotes();
  const reader = await EventReader.open(urlOf(http, { log: name }));
  notes.tell('one');
  await expect.poll(() => reader.events).toHaveLength(1);
  await stop();
  expect(await reader.ended).toBe(true);
  expect(reader.events).toHaveLength(1);
  expect([live.figures.active, notes.followers]).toEqual([0, 0]);
});

test('a client that vanishes leaves nothing behind', async () => {
  const { http, notes, name, live } = await listeningNotes();
  const reader = await EventReader.open(urlOf(http, { log: name }));
  await expect.poll(() => live.figures.active).toBe(1);
  reader.vanish();
  await expect.poll(() => [live.figures.active, notes.followers]).toEqual([0, 0]);
});

test('closes a client that stops reading for too long, but not one that reads slowly', async () => {
  const { http, notes, name, live } = await listeningNotes({ limits: { stalledMs: 2_000 } });
  const [stalled, slow] = await Promise.all([0, 1].map(() => EventReader.open(urlOf(http, { log: name }))));
  stalled?.response.pause();
  slow?.response.pause();
  const sip = setInterval(() => slow?.response.read(64 * 1024), 20);
  for (let n = 0; n < 400; n++) notes.tell('x'.repeat(50_000));
  await expect.poll(() => live.figures, { timeout: 10_000 }).toMatchObject({ active: 1, closedSlow: 1 });
  clearInterval(sip);
  slow?.vanish();
  await expect.poll(() => notes.followers).toBe(0);
});

test('ends a stream with UNAUTHENTICATED when its token expires', async () => {
  const viewer = { ...writer, expiresAt: new Date(Date.now() + 1_500) };
  const { http, name, notes } = await listeningNotes({ yoga: { authenticate: async () => viewer } });
  const reader = await EventReader.open(urlOf(http, { log: name }));
  await reader.ended;
  expect(reader.events).toMatchObject([
    { event: 'next', data: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } },
    { event: 'complete' },
  ]);
  expect(notes.followers).toBe(0);
});
