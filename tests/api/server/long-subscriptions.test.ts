import { expect, test } from 'vitest';
import { RawSocket } from '../../support/raw-socket.ts';
import { listeningNotes } from './listening-notes.ts';

const follow = 'subscription ($log: String!, $after: String) { noteEvents(log: $log, after: $after) { cursor text } }';

test('a subscription whose text or variables are too long is refused over both transports', async () => {
  const { ws, http, live } = await listeningNotes();
  const padding = 'x'.repeat(100_000);
  const client = await RawSocket.connect(ws);
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream', authorization: 'Bearer ada' };
  const long = { query: `${follow} # ${padding}`, variables: { log: 'x' } };
  for (const [id, sent] of [long, { query: follow, variables: { log: 'x', padding } }].entries()) {
    client.subscribe(`${id}`, sent.query, sent.variables);
    const [refused] = (await client.answer(`${id}`)).payload;
    expect(refused.extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX', measure: 'subscription', limit: 100_000 });
    const answer = await fetch(http, { method: 'POST', headers, body: JSON.stringify(sent) });
    expect(await answer.text()).toContain('"measure":"subscription","limit":100000');
  }
  // Whitespace after the JSON is not read, but held together with the request.
  const short = { query: follow, variables: { log: 'x' } };
  const blanks = ' '.repeat(100_000);
  client.send(JSON.stringify({ id: 'blanks', type: 'subscribe', payload: short }) + blanks);
  const [refused] = (await client.answer('blanks')).payload;
  expect(refused.extensions).toMatchObject({ measure: 'subscription', limit: 100_000 });
  const body = JSON.stringify(short) + blanks;
  const answer = await fetch(http, { method: 'POST', headers, body });
  expect(await answer.text()).toContain('"measure":"subscription","limit":100000');
  expect(live.figures.active).toBe(0);
});

test('the first message of a socket and its operation ids, which it keeps, are limited in length', async () => {
  const { ws, live, name } = await listeningNotes();
  const client = await RawSocket.connect(ws);
  client.subscribe('x'.repeat(200), follow, { log: name });
  await expect.poll(() => live.figures.active).toBe(1);
  client.subscribe('x'.repeat(201), follow, { log: name });
  const [refused] = (await client.answer('x'.repeat(201))).payload;
  expect(refused.extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX', measure: 'operationId', limit: 200 });
  expect(live.figures.active).toBe(1);
  const talker = await RawSocket.connect(ws, { authorization: 'Bearer ada', padding: 'x'.repeat(10_000) });
  talker.subscribe('1', '{ whoami }');
  expect((await talker.answer('1')).type).toBe('next');
  const hoarder = await RawSocket.open(ws);
  hoarder.send(JSON.stringify({ type: 'connection_init', payload: { padding: 'x'.repeat(20_000) } }));
  expect(await hoarder.closed).toMatchObject({ code: 1009 });
});
