import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { QUERY_LIMITS } from '../../../src/app/limits/query-limits.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { listeningNotes } from './listening-notes.ts';

const limit = QUERY_LIMITS.document;
const headers = { 'content-type': 'application/json', authorization: 'Bearer ada' };

/** An operation with so many characters, few of which are in tokens. */
const commented = (length: number) => ({ query: '{ whoami } #'.padEnd(length, 'x') });
const follow = { query: `subscription { noteEvents(log: "x") { text } } ${' '.repeat(limit)}` };

/** The refusal of a document of this length. */
const refusedAt = (actual: number) =>
  expect.objectContaining({
    message: expect.stringContaining('send texts and lists as variables'),
    extensions: { code: 'QUERY_TOO_COMPLEX', measure: 'document', limit, actual },
  });
const answered = { data: { whoami: 'ada' } };

test('a document is refused by its length over HTTP, alone, in a batch, by its hash and as an event stream, and its variables are not counted', async () => {
  const { http } = await listeningNotes();
  const post = async (body: unknown, accept = 'application/json') => {
    const sent = await fetch(http, { method: 'POST', headers: { ...headers, accept }, body: JSON.stringify(body) });
    return await sent.text();
  };
  const variables = { text: 'x'.repeat(2 * limit) };
  expect(JSON.parse(await post({ ...commented(limit), variables }))).toEqual(answered);
  const refused = { errors: [refusedAt(limit + 1)] };
  expect(JSON.parse(await post(commented(limit + 1)))).toEqual(refused);
  const [first, second] = JSON.parse(await post([commented(limit + 1), commented(limit)]));
  expect([first, second]).toEqual([refused, answered]);
  const { query } = commented(limit + 1);
  const extensions = { persistedQuery: { version: 1, sha256Hash: hash('sha256', query) } };
  expect(JSON.parse(await post({ query, extensions }))).toEqual(refused);
  expect(await post(follow, 'text/event-stream')).toContain(`"measure":"document","limit":${limit}`);
});

test('a document is refused by its length over WebSockets, and the socket stays open', async () => {
  const { ws, live } = await listeningNotes();
  const client = await RawSocket.connect(ws);
  client.subscribe('query', commented(limit + 1).query);
  expect((await client.answer('query')).payload).toEqual([refusedAt(limit + 1)]);
  client.subscribe('subscription', follow.query);
  expect((await client.answer('subscription')).payload).toEqual([refusedAt(follow.query.length)]);
  client.subscribe('within', commented(limit).query);
  expect((await client.answer('within')).payload).toEqual(answered);
  expect(live.figures.active).toBe(0);
});
