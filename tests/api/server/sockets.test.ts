import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { AuthenticationError } from '../../../src/account/account.errors.ts';
import { MOST_TEXT } from '../../../src/graphql/answer-size.ts';
import { requestError } from '../../../src/graphql/request-errors.ts';
import { RequesterGoneError } from '../../../src/platform/turns/turns.errors.ts';
import { heldBytes } from '../../support/held-bytes.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { writer } from './execute-notes.ts';
import { listeningNotes } from './listening-notes.ts';

const follow = 'subscription ($log: String!, $after: String) { noteEvents(log: $log, after: $after) { cursor text } }';

test('a subscription sends events and then completes, alongside queries and mutations', async () => {
  const { ws, notes, name, live } = await listeningNotes();
  const client = await RawSocket.connect(ws);
  client.subscribe('events', follow, { log: name });
  client.subscribe('query', '{ whoami }');
  client.subscribe('mutation', 'mutation { addNote(input: { note: { text: "hello" } }) { __typename } }');
  expect(await client.answer('query')).toEqual({ id: 'query', type: 'next', payload: { data: { whoami: 'ada' } } });
  await client.until(({ id, type }) => id === 'query' && type === 'complete');
  expect((await client.answer('mutation')).payload.data.addNote.__typename).toBe('AddNotePayload');

  notes.tell('one');
  expect((await client.answer('events')).payload).toEqual({ data: { noteEvents: { cursor: '1', text: 'one' } } });
  expect(live.figures.active).toBe(1);
  notes.end();
  await client.until(({ id, type }) => id === 'events' && type === 'complete');
  expect(live.figures.active).toBe(0);
});

test('a Last-Event-ID on the handshake is not taken for the cursor of all subscriptions', async () => {
  const { ws, notes, name } = await listeningNotes();
  for (const text of ['one', 'two', 'three']) notes.tell(text);
  const headers = { authorization: 'Bearer ada', 'last-event-id': '2' };
  const client = await RawSocket.connect(ws, undefined, { headers });
  client.subscribe('events', follow, { log: name, after: '1' });
  expect((await client.answer('events')).payload).toEqual({ data: { noteEvents: { cursor: '2', text: 'two' } } });
});

test('events arrive whole and in order, for all lengths and any id', async () => {
  const { ws, notes, name } = await listeningNotes();
  const client = await RawSocket.connect(ws);
  const id = 'quoted "ü" \\ id';
  client.subscribe(id, follow, { log: name });
  // Around the lengths at which the frame header changes, and more than a single write holds.
  const lengths = [1, 20, 60, 125, 126, 127, 65_400, 65_535, 65_536, 200_000, 2];
  const told = lengths.map((length) => 'ü'.padEnd(length, 'x'));
  for (const text of told) notes.tell(text);
  await expect.poll(() => client.of(id)).toHaveLength(told.length);
  expect(client.of(id).map(({ payload }) => payload.data.noteEvents.text)).toEqual(told);
});

test('a subscription continues however much its events amount to', async () => {
  const { ws, notes, name } = await listeningNotes();
  const client = await RawSocket.connect(ws);
  client.subscribe('events', follow, { log: name });
  for (let told = 1; told <= 3; told += 1) {
    notes.tell('x'.repeat(MOST_TEXT / 2));
    await expect.poll(() => client.of('events'), { timeout: 5_000 }).toHaveLength(told);
  }
  expect(client.of('events').map(({ payload }) => payload.errors)).toEqual([undefined, undefined, undefined]);
});

test('a client that hangs up while its subscription waits for a turn logs no error', async () => {
  const { ws, name, live, logged } = await listeningNotes();
  const waiting = Promise.withResolvers<void>();
  const leaving = Promise.withResolvers<void>();
  vi.spyOn(live, 'run').mockImplementation(async (_viewer, signal) => {
    waiting.resolve();
    await once(signal, 'abort');
    setImmediate(leaving.resolve);
    throw new RequesterGoneError();
  });
  const client = await RawSocket.connect(ws);
  client.subscribe('events', follow, { log: name });
  await waiting.promise;
  client.socket.close();
  await leaving.promise;
  expect(logged.filter(({ level }) => level === 50)).toEqual([]);
});

test('completing a subscription releases it', async () => {
  const { ws, notes, name, live } = await listeningNotes();
  const client = await RawSocket.connect(ws);
  client.subscribe('events', follow, { log: name });
  await expect.poll(() => notes.followers).toBe(1);
  client.send({ id: 'events', type: 'complete' });
  await expect.poll(() => [notes.followers, live.figures.active]).toEqual([0, 0]);
});

test.each<[string, object, Record<string, string>]>([
  ['the first message', { authorization: 'Bearer ada' }, {}],
  ['headers in the first message', { headers: { Authorization: 'Bearer ada' } }, {}],
  ['a header', {}, { authorization: 'Bearer ada' }],
  ['a cookie', {}, { cookie: 'theme=dark; mnemograph_token=ada' }],
])('takes a credential from %s', async (_, params, headers) => {
  const { ws } = await listeningNotes();
  const client = await RawSocket.connect(ws, params, { headers });
  client.subscribe('1', '{ whoami }');
  expect((await client.answer('1')).payload).toEqual({ data: { whoami: 'ada' } });
});

test('a cookie does not count for a page of another origin', async () => {
  const { ws } = await listeningNotes();
  const headers = { cookie: 'mnemograph_token=ada', origin: 'https://elsewhere.example' };
  const client = await RawSocket.connect(ws, {}, { headers });
  client.subscribe('1', '{ whoami }');
  expect((await client.answer('1')).payload.errors[0].extensions.code).toBe('UNAUTHENTICATED');
});

test.each<[string, string, string]>([
  ['a mistake in syntax', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  [
    'two fields',
    'subscription { a: noteEvents(log: "x") { text } b: noteEvents(log: "x") { text } }',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  [
    'two operations',
    'subscription A { noteEvents(log: "x") { text } } subscription B { noteEvents(log: "x") { text } }',
    'OPERATION_RESOLUTION_FAILURE',
  ],
  ['too deep a document', `{ ${'a {'.repeat(20)} b ${'}'.repeat(20)} }`, 'QUERY_TOO_COMPLEX'],
  ['too many aliases', `{ ${Array.from({ length: 51 }, (__, n) => `a${n}: whoami`).join(' ')} }`, 'QUERY_TOO_COMPLEX'],
  ['too high a cost', 'subscription { noteEvents(log: "x") { costly } }', 'QUERY_TOO_COMPLEX'],
  ['a subject that is not there', 'subscription { noteEvents(log: "nowhere") { text } }', 'NOT_FOUND'],
])('refuses %s as over HTTP, and the socket stays open', async (_, query, code) => {
  const { ws, live, http } = await listeningNotes();
  const client = await RawSocket.connect(ws);
  client.subscribe('1', query);
  const { type, payload } = await client.answer('1');
  expect(type).toBe('error');
  expect(payload[0].extensions.code).toBe(code);
  const answer = await fetch(http, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: 'Bearer ada' },
    body: JSON.stringify({ query }),
  });
  expect(await answer.text()).toContain(JSON.stringify(payload[0].message));
  expect(live.figures.active).toBe(0);
  client.subscribe('2', '{ whoami }');
  expect((await client.answer('2')).payload.data).toEqual({ whoami: 'ada' });
});

test('variables that are nested too deep are refused, and other operations on the socket continue', async () => {
  const { ws } = await listeningNotes();
  const client = await RawSocket.connect(ws);
  const payload = JSON.stringify({ query: follow, variables: { log: 'x', deep: '[]' } });
  const deep = payload.replace('"[]"', '['.repeat(6_000) + ']'.repeat(6_000));
  client.send(`{"id":"deep","type":"subscribe","payload":${deep}}`);
  const [refused] = (await client.answer('deep')).payload;
  expect(refused.extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX', measure: 'nesting' });
  client.subscribe('1', '{ whoami }');
  expect((await client.answer('1')).payload).toEqual({ data: { whoami: 'ada' } });
});

test('a token that is missing, expired or malformed results in UNAUTHENTICATED', async () => {
  const { ws, logged } = await listeningNotes();
  // The last two would be invalid in a header.
  const said = ['expired', 'a☃', 'b\u0000c'].map((token) => ({ authorization: `Bearer ${token}` }));
  for (const params of [{}, ...said]) {
    const client = await RawSocket.connect(ws, params);
    client.subscribe('1', 'subscription { noteEvents(log: "x") { text } }');
    const { type, payload } = await client.answer('1');
    expect([type, payload[0].extensions.code]).toEqual(['error', 'UNAUTHENTICATED']);
  }
  expect(logged).toEqual([]);
});

test('an error in an event is masked and logged, and the next event follows', async () => {
  const { ws, notes, name, logged } = await listeningNotes();
  const client = await RawSocket.connect(ws);
  client.subscribe('1', 'subscription ($log: String!) { noteEvents(log: $log) { text broken } }', { log: name });
  notes.tell('one');
  const { payload } = await client.answer('1');
  expect(payload.data.noteEvents).toEqual({ text: 'one', broken: null });
  expect(payload.errors[0].extensions.code).toBe('INTERNAL_SERVER_ERROR');
  expect(JSON.stringify(client.messages)).not.toContain('swordfish');
  expect(logged.filter(({ level }) => level === 50)).toHaveLength(1);
  notes.tell('two');
  await expect.poll(() => client.of('1')).toHaveLength(2);
});

test.each([
  ['a code of its own', requestError('GONE', 'It was deleted'), 'GONE'],
  ['a failure of ours', new Error('the password is swordfish'), 'INTERNAL_SERVER_ERROR'],
])('a stream that ends with %s sends it as an error', async (_, error, code) => {
  const { ws, notes, name } = await listeningNotes();
  const client = await RawSocket.connect(ws);
  client.subscribe('1', follow, { log: name });
  notes.end(error);
  const { type, payload } = await client.answer('1');
  expect([type, payload[0].extensions.code]).toEqual(['error', code]);
  expect(JSON.stringify(payload)).not.toContain('swordfish');
});

test('an expired token ends its subscriptions and the socket', async () => {
  const viewer = { ...writer, expiresAt: new Date(Date.now() + 1_500) };
  const { ws, name, live } = await listeningNotes({ yoga: { authenticate: async () => viewer } });
  const client = await RawSocket.connect(ws);
  client.subscribe('1', follow, { log: name });
  await expect.poll(() => live.figures.active).toBe(1);
  const { type, payload } = await client.answer('1');
  expect([type, payload[0].extensions.code]).toEqual(['error', 'UNAUTHENTICATED']);
  expect(live.figures.active).toBe(0);
  // After this code, a graphql-ws client reconnects with the credential that it has by then.
  expect((await client.closed).code).toBe(4403);
});

test('closes a socket with an expired credential at its next operation, unless it is busy or has no credential', async () => {
  let ended = false;
  const authenticate = async (authorization: string | null) => {
    if (!authorization) return null;
    if (ended) throw new AuthenticationError('The token expired');
    return writer;
  };
  const { ws } = await listeningNotes({ yoga: { authenticate } });
  const client = await RawSocket.connect(ws);
  const nobody = await RawSocket.connect(ws, {});
  // Its client would repeat all operations that are cut off, including mutations.
  const busy = await RawSocket.connect(ws);
  busy.subscribe('slow', '{ endless }');
  for (const socket of [client, busy]) {
    socket.subscribe('1', '{ whoami }');
    await socket.answer('1');
  }
  ended = true;
  const late = await RawSocket.connect(ws);
  for (const socket of [busy, nobody, late, client]) {
    socket.subscribe('2', '{ whoami }');
    expect((await socket.answer('2')).payload.errors[0].extensions.code).toBe('UNAUTHENTICATED');
    await socket.until(({ id, type }) => id === '2' && type === 'complete');
  }
  for (const socket of [late, client]) expect((await socket.closed).code).toBe(4403);
  for (const socket of [busy, nobody]) {
    socket.subscribe('3', '{ __typename }');
    expect((await socket.answer('3')).payload).toEqual({ data: { __typename: 'Query' } });
  }
});

test('a principal has at most 50 subscriptions over all sockets, and can open another once one ends', async () => {
  const { ws, name, live } = await listeningNotes();
  const clients = await Promise.all([RawSocket.connect(ws), RawSocket.connect(ws)]);
  for (let n = 0; n < 25; n++) for (const client of clients) client.subscribe(String(n), follow, { log: name });
  await expect.poll(() => live.figures.active).toBe(50);
  const [first] = clients;
  first?.subscribe('more', follow, { log: name });
  const refused = await first?.answer('more');
  expect(refused?.type).toBe('error');
  expect(refused?.payload[0].extensions).toEqual({ code: 'TOO_MANY_SUBSCRIPTIONS', limit: 50 });
  first?.send({ id: '0', type: 'complete' });
  await expect.poll(() => live.figures.active).toBe(49);
  first?.subscribe('again', follow, { log: name });
  await expect.poll(() => live.figures.active).toBe(50);
});

test('a flood of 2,000 subscriptions is refused except for 50, while others are served', async () => {
  const flooding = 2_000;
  const { ws, notes, name, live } = await listeningNotes();
  const flood = await RawSocket.connect(ws);
  const other = await RawSocket.connect(ws);
  for (let n = 0; n < flooding; n++) flood.subscribe(`s${n}`, follow, { log: name });
  other.subscribe('1', '{ whoami }');
  expect((await other.answer('1')).payload.data).toEqual({ whoami: 'ada' });
  await expect.poll(() => flood.messages.length, { timeout: 15_000 }).toBe(1 + flooding - 50);
  expect(live.figures.active).toBe(50);
  expect(new Set(flood.messages.slice(1).map(({ payload }) => payload[0].extensions.code))).toEqual(
    new Set(['TOO_MANY_SUBSCRIPTIONS']),
  );
  notes.tell('still there');
  await flood.until(({ type }) => type === 'next');
  flood.socket.terminate();
  await expect.poll(() => [live.figures.active, notes.followers]).toEqual([0, 0]);
});

test('a flood of messages is spread over many turns of the event loop', async () => {
  const { ws } = await listeningNotes();
  const flood = await RawSocket.connect(ws);
  const pings = 2_000;
  // In one write, so that they arrive together.
  flood.socket.pause();
  for (let n = 0; n < pings; n++) flood.send({ type: 'ping' });
  flood.socket.resume();
  let most = 0;
  for (let answered = 0; answered < pings; ) {
    await nextTurn();
    most = Math.max(most, flood.messages.length - 1 - answered);
    answered = flood.messages.length - 1;
  }
  expect(most).toBeLessThan(100);
});

test('operations that are completed at once are limited per socket like those that wait', async () => {
  let begun = 0;
  const authenticate = async () => {
    begun += 1;
    await ends.promise;
    return writer;
  };
  const ends = Promise.withResolvers<void>();
  const { ws } = await listeningNotes({ yoga: { authenticate }, sockets: { perSocket: 10 } });
  const flood = await RawSocket.connect(ws);
  const asked = 500;
  for (let n = 0; n < asked; n++) {
    flood.subscribe(`q${n}`, '{ whoami }');
    flood.send({ id: `q${n}`, type: 'complete' });
  }
  const other = await RawSocket.connect(ws);
  await expect.poll(() => begun).toBe(20);
  // As many turns as it would have taken to begin all of them.
  for (let n = 0; n < 2 * asked; n++) await nextTurn();
  expect(begun).toBe(20);
  ends.resolve();
  other.subscribe('1', '{ whoami }');
  expect((await other.answer('1')).payload).toEqual({ data: { whoami: 'ada' } });
  await expect.poll(() => begun).toBe(asked + 1);
});

test('long messages of all sockets are admitted up to a total size, and short ones continue', async () => {
  let begun = 0;
  const ends = Promise.withResolvers<void>();
  const authenticate = async () => {
    begun += 1;
    await ends.promise;
    return writer;
  };
  const { ws } = await listeningNotes({ yoga: { authenticate }, sockets: { mostUnsentBytes: 900_000 } });
  const flood = [await RawSocket.connect(ws), await RawSocket.connect(ws)];
  for (let n = 0; n < 6; n++) flood[n % 2]?.subscribe(`${n}`, '{ whoami }', { unused: 'x'.repeat(400_000) });
  await expect.poll(() => begun).toBe(3);
  const other = await RawSocket.connect(ws);
  other.subscribe('1', '{ whoami }');
  await expect.poll(() => begun).toBe(4);
  for (let n = 0; n < 200; n++) await nextTurn();
  expect(begun).toBe(4);
  ends.resolve();
  for (const client of flood) await expect.poll(() => client.messages.length).toBe(1 + 3 * 2);
});

test('long messages that wait are dropped with their sockets', async () => {
  const ends = Promise.withResolvers<void>();
  const authenticate = async () => {
    await ends.promise;
    return writer;
  };
  const { ws } = await listeningNotes({ yoga: { authenticate }, sockets: { mostUnsentBytes: 300_000 } });
  const unused = 'x'.repeat(900_000);
  const flood = await Promise.all(Array.from({ length: 15 }, () => RawSocket.connect(ws)));
  const before = await heldBytes();
  let cutOff = 0;
  for (const client of flood) {
    client.socket.once('close', () => cutOff++);
    client.subscribe('1', '{ whoami }', { unused });
  }
  // All except the one that was admitted.
  await expect.poll(() => cutOff, { timeout: 10_000 }).toBe(14);
  await expect.poll(async () => (await heldBytes()) - before, { timeout: 10_000 }).toBeLessThan(6 * unused.length);
  ends.resolve();
  for (const { socket } of flood) socket.terminate();
});

test('long messages of all sockets are read at a limited rate, and short ones continue', async () => {
  const { ws } = await listeningNotes({ sockets: { maxMessageBytes: 2_000_000 } });
  const flood = await Promise.all(Array.from({ length: 40 }, () => RawSocket.connect(ws)));
  let read = 0;
  for (const { socket } of flood) socket.once('close', () => read++);
  const values = `{"type":"subscribe","id":"1","payload":{"query":"{ whoami }","variables":{"a":[${'[],'.repeat(500_000)}0]}}}`;
  for (const { socket } of flood) socket.send(values);
  // Sixteen megabytes out of sixty.
  await expect.poll(() => read, { timeout: 5_000 }).toBeGreaterThan(5);
  const other = await RawSocket.connect(ws);
  other.subscribe('1', '{ whoami }');
  expect((await other.answer('1')).payload).toEqual({ data: { whoami: 'ada' } });
  for (let n = 0; n < 200; n++) await nextTurn();
  expect(read).toBeLessThan(30);
  for (const { socket } of flood) socket.terminate();
});

test('a client that sends without reading is not read any further', async () => {
  const { ws, sockets } = await listeningNotes();
  const flood = await RawSocket.connect(ws);
  flood.socket.pause();
  const query = `{ ${'whoami '.repeat(100)} nothing }`;
  let asked = 0;
  const asking = setInterval(() => {
    // Until its own messages are no longer taken.
    for (let n = 0; n < 200 && flood.socket.bufferedAmount < 10_000_000; n++) flood.subscribe(`q${asked++}`, query);
  }, 1);
  let most = 0;
  await expect
    .poll(
      () => {
        most = Math.max(most, sockets.unreadBytes);
        return flood.socket.bufferedAmount;
      },
      { timeout: 60_000, interval: 10 },
    )
    .toBeGreaterThan(9_000_000);
  clearInterval(asking);
  expect(most).toBeLessThan(4_000_000);
  flood.socket.terminate();
  await expect.poll(() => sockets.open).toBe(0);
});

test('cuts off the client with the largest unfinished message once too much is held, and no other', async () => {
  const { ws, sockets } = await listeningNotes({ sockets: { mostUnsentBytes: 1_600_000 } });
  const slow: RawSocket[] = [];
  for (const kilobytes of [900, 800, 700]) {
    const client = await RawSocket.connect(ws, {});
    client.socket.send('x'.repeat(kilobytes * 1_000), { fin: false });
    slow.push(client);
  }
  const client = await RawSocket.connect(ws);
  expect((await slow[0]?.closed)?.code).toBe(1006);
  client.subscribe('1', '{ whoami }');
  expect((await client.answer('1')).payload).toEqual({ data: { whoami: 'ada' } });
  expect(sockets.open).toBe(3);
});

test.each<[string, (client: RawSocket) => void, number]>([
  ['subscribes before it is acknowledged', (client) => client.subscribe('1', '{ whoami }'), 4401],
  ['never says who it is', () => {}, 4408],
  ['begins twice', (client) => beginTwice(client), 4429],
  ['sends what is no message', (client) => client.send('hello'), 4400],
  ['sends what only servers send', (client) => speakAsServer(client), 4400],
  ['sends more values than a message may hold', (client) => client.send(`[${'0,'.repeat(200_001)}0]`), 1009],
  ['sends more than a message may hold', (client) => client.send('x'.repeat(2 * 1024 * 1024)), 1009],
])('closes the socket of a client that %s with the matching code', async (_, misbehave, code) => {
  const { ws, sockets, logged } = await listeningNotes({ sockets: { initMs: 300 } });
  const client = await RawSocket.open(ws);
  misbehave(client);
  expect((await client.closed).code).toBe(code);
  await expect.poll(() => sockets.open).toBe(0);
  expect(logged.filter(({ level }) => level === 50)).toEqual([]);
});

function speakAsServer(client: RawSocket): void {
  client.send({ type: 'connection_init' });
  client.send({ id: '1', type: 'next', payload: { data: {} } });
}

function beginTwice(client: RawSocket): void {
  client.send({ type: 'connection_init' });
  client.send({ type: 'connection_init' });
}

test('serves a client whose first message takes ten seconds to arrive', async () => {
  const { ws } = await listeningNotes();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const client = await RawSocket.open(ws);
  vi.advanceTimersByTime(10_000);
  client.send({ type: 'connection_init' });
  const acknowledged = client.until(({ type }) => type === 'connection_ack');
  expect(await Promise.race([acknowledged, client.closed])).toEqual({ type: 'connection_ack' });
});

test('refuses a socket of another protocol or on another path', async () => {
  const { ws } = await listeningNotes();
  expect((await (await RawSocket.open(ws, {}, 'graphql-ws')).closed).code).toBe(1006);
  expect((await (await RawSocket.open(ws.replace('/graphql', '/other'))).closed).code).toBe(1006);
});

test('a server that stops closes its sockets with 1012, so that clients reconnect elsewhere', async () => {
  const { ws, name, live, notes, stop } = await listeningNotes();
  const client = await RawSocket.connect(ws);
  client.subscribe('1', follow, { log: name });
  await expect.poll(() => live.figures.active).toBe(1);
  await stop();
  expect(await client.closed).toEqual({ code: 1012, reason: 'Service restart' });
  expect(client.of('1')).toEqual([]);
  expect([live.figures.active, notes.followers]).toEqual([0, 0]);
});
