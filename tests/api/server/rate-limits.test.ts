import { expect, test } from 'vitest';
import { Charges } from '../../../src/app/limits/charges.ts';
import type { YogaParts } from '../../../src/app/yoga.ts';
import { UnavailableError } from '../../../src/platform/errors.ts';
import type { RateCounter } from '../../../src/platform/rate-limit/rate-counter.ts';
import { MemoryRateCounter } from '../../../src/platform/rate-limit/rate-counter.ts';
import { EventReader } from '../../support/event-source.ts';
import { rateLimits } from '../../support/rate-limits.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { listeningNotes } from './listening-notes.ts';

const follow = 'subscription ($log: String!) { noteEvents(log: $log) { text } }';
const heavy = `query ($first: Int) { notes(first: $first) { edges { node { ${'again { id text at metadata } '.repeat(60)} } } } }`;

/** A server whose plan allows ada this many requests per minute. */
async function limitedTo(
  FREE: number,
  counter: RateCounter = new MemoryRateCounter(),
  parts: Partial<Pick<YogaParts, 'authenticate'>> = {},
) {
  const server = await listeningNotes({ yoga: { charges: new Charges(rateLimits({ FREE }, counter)), ...parts } });
  const send = async (body: unknown, headers: Record<string, string> = {}, way = '') => {
    const response = await fetch(server.http + way, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer ada', ...headers },
      body: JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, json: await response.json() };
  };
  return { ...server, send };
}

type Answer = Awaited<ReturnType<Awaited<ReturnType<typeof limitedTo>>['send']>>;
const leftBy = ({ headers }: Answer) => [headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')];

/** One operation, on the fast path and through Yoga. */
const ways: [string, string][] = [
  ['the short way', ''],
  ['Yoga', '?by=Yoga'],
];

test.each(ways)(
  'by %s, answers report what is left, and a request over the limit is refused as a whole',
  async (_, way) => {
    const { send } = await limitedTo(2);
    const first = await send({ query: '{ whoami }' }, {}, way);
    expect([first.status, ...leftBy(first)]).toEqual([200, '2', '1']);
    expect(Number(first.headers.get('ratelimit-reset'))).toBeGreaterThan(55);
    expect(leftBy(await send({ query: '{ whoami }' }, {}, way))).toEqual(['2', '0']);

    const refused = await send(
      { query: 'mutation { addNote(input: { note: { text: "no" } }) { __typename } }' },
      {},
      way,
    );
    expect([refused.status, ...leftBy(refused)]).toEqual([429, '2', '0']);
    const [{ message, extensions }] = refused.json.errors;
    expect(refused.json).not.toHaveProperty('data');
    expect(message).toMatch(/^Your plan allows 2 requests a minute, and none is left: try again in \d+ s$/);
    expect(extensions).toEqual({ code: 'RATE_LIMITED', limit: 2, retryAfter: expect.any(Number) });
    expect(extensions.retryAfter).toBeGreaterThan(55);
    expect(refused.headers.get('retry-after')).toBe(String(extensions.retryAfter));
  },
);

test.each(ways)(
  'by %s, a crowd without tokens is let in gradually, its last are refused, and others do not wait',
  async (_, way) => {
    const { send, http } = await limitedTo(2);
    const ends = new AbortController();
    const status = async () => {
      const body = JSON.stringify({ query: '{ __typename }' });
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(http + way, { method: 'POST', headers, body, signal: ends.signal });
      return { status: response.status, after: response.headers.get('retry-after'), text: await response.text() };
    };
    // A burst of a hundred, twenty per second for ten seconds, and more than may wait.
    const crowd = Array.from({ length: 600 }, status);
    const refused = await Promise.any(
      crowd.map(async (one) => ((await one).status === 429 ? one : Promise.reject(new Error('let in')))),
    );
    expect(JSON.parse(refused.text)).toMatchObject({
      errors: [
        { message: expect.stringContaining('without a token'), extensions: { code: 'RATE_LIMITED', retryAfter: 10 } },
      ],
    });
    expect(refused.after).toBe('10');
    expect((await send({ query: '{ whoami }' }, {}, way)).status).toBe(200);
    ends.abort();
    const answers = await Promise.allSettled(crowd);
    const letIn = answers.filter((one) => one.status === 'fulfilled' && one.value.status === 200);
    expect(letIn.length).toBeGreaterThanOrEqual(100);
    expect(letIn.length).toBeLessThan(300);
  },
);

test.each(ways)('by %s, few long documents without a token are parsed', async (_, way) => {
  const { http } = await limitedTo(2);
  const ends = new AbortController();
  const body = JSON.stringify({ query: `{ ${'__typename '.repeat(400)}${' '.repeat(20_000)} }` });
  const status = async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(http + way, { method: 'POST', headers, body, signal: ends.signal });
    return response.status;
  };
  // As many short ones would all be let in at once.
  const crowd = Array.from({ length: 40 }, status);
  const one = (wanted: number) =>
    Promise.any(crowd.map(async (sent) => expect(await sent, 'none was answered so').toBe(wanted)));
  await Promise.all([one(429), one(200)]);
  ends.abort();
  await Promise.allSettled(crowd);
});

test.each(ways)(
  'by %s, a crowd that cannot be identified is told so, and not that it sent no token',
  async (_, way) => {
    const away = () => Promise.reject(new UnavailableError('The database does not answer'));
    const { send, ws } = await limitedTo(2, new MemoryRateCounter(), { authenticate: away });
    const crowd = await Promise.all(Array.from({ length: 400 }, () => send({ query: '{ whoami }' }, {}, way)));
    const told = crowd.map(({ json }) => `${json.errors[0].extensions.code}: ${json.errors[0].message}`);
    expect(new Set(told)).toEqual(new Set(['UNAVAILABLE: The database does not answer']));
    const client = await RawSocket.connect(ws);
    client.subscribe('query', '{ whoami }');
    expect((await client.answer('query')).payload).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
  },
);

test('an expensive operation counts as several requests; if refused, it uses up only one', async () => {
  const { send } = await limitedTo(10);
  // 10 notes with 60 fields of 5 each: a little over 3,000.
  expect(leftBy(await send({ query: heavy, variables: { first: 10 } }))).toEqual(['10', '6']);
  const refused = await send({ query: heavy, variables: { first: 30 } });
  expect([refused.status, refused.json.errors[0].extensions.code]).toEqual([429, 'RATE_LIMITED']);
  expect(refused.json.errors[0].message).toContain('this operation counts as 9 more, and 5 are left');
  expect(leftBy(await send({ query: '{ whoami }' }))).toEqual(['10', '4']);
});

test('an operation that counts as more requests than the plan allows is too complex, not rate-limited', async () => {
  const { send } = await limitedTo(10);
  const { status, json } = await send({ query: heavy, variables: { first: 50 } });
  expect([status, json.errors[0].extensions]).toEqual([
    200,
    { code: 'QUERY_TOO_COMPLEX', measure: 'requests', limit: 10, actual: 16 },
  ]);
  expect(leftBy(await send({ query: '{ whoami }' }))).toEqual(['10', '8']);
});

test('invalid operations count, too, and are not parsed once nothing is left', async () => {
  const { send } = await limitedTo(2);
  expect((await send({ query: '{ nothing }' })).json.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  expect((await send({ query: '{ nothing' })).json.errors[0].extensions.code).toBe('GRAPHQL_PARSE_FAILED');
  expect((await send({ query: '{ nothing' })).json.errors[0].extensions.code).toBe('RATE_LIMITED');
});

test('each operation of a batch counts, and a refused one does not affect the others', async () => {
  const { send } = await limitedTo(2);
  const { status, json } = await send([{ query: '{ whoami }' }, { query: '{ whoami }' }, { query: '{ whoami }' }]);
  expect(status).toBe(200);
  expect(JSON.stringify(json)).not.toContain('http');
  expect(json.map(({ errors }: Answer['json']) => errors?.[0].extensions.code ?? 'answered').sort()).toEqual([
    'RATE_LIMITED',
    'answered',
    'answered',
  ]);
});

test('operations and subscriptions over a socket count', async () => {
  const { ws, name } = await limitedTo(3);
  const client = await RawSocket.connect(ws);
  client.subscribe('events', follow, { log: name });
  client.subscribe('query', '{ whoami }');
  await client.answer('query');
  client.subscribe('wrong', '{ nothing }');
  await client.answer('wrong');
  client.subscribe('more events', follow, { log: name });
  const { type, payload } = await client.answer('more events');
  expect([type, payload[0].extensions]).toEqual(['error', expect.objectContaining({ code: 'RATE_LIMITED', limit: 3 })]);
  expect(payload[0].extensions).not.toHaveProperty('http');
});

test('a subscription by server-sent events counts, and a refused EventSource is told when to retry', async () => {
  const { http, name } = await limitedTo(1);
  const variables = JSON.stringify({ log: name });
  const url = `${http}?${new URLSearchParams({ query: follow, variables })}`;
  const open = await EventReader.open(url);
  expect(open.response.headers['ratelimit-remaining']).toBe('0');
  const refused = await EventReader.open(url);
  expect(await refused.ended).toBe(true);
  expect(refused.events).toMatchObject([
    { event: 'next', data: { errors: [{ extensions: { code: 'RATE_LIMITED' } }] } },
  ]);
  expect(refused.text).toMatch(/retry: \d{5}\n/);
});

test('requests without authentication are not counted', async () => {
  const { send } = await limitedTo(1);
  for (let n = 0; n < 3; n += 1) {
    const { status, headers } = await send({ query: '{ __typename }' }, { authorization: '' });
    expect([status, headers.get('ratelimit-limit')]).toEqual([200, null]);
  }
});
