import { expect, test } from 'vitest';
import { httpParts } from '../../support/http-parts.ts';
import { RawSocket } from '../../support/raw-socket.ts';
import { listeningNotes } from './listening-notes.ts';

test('only listed operations run on a socket if the list is exclusive', async () => {
  const { ws } = await listeningNotes({ yoga: httpParts({ abc: '{ whoami }' }, 'only') });
  const client = await RawSocket.connect(ws);
  client.subscribe('listed', '{ whoami }');
  expect((await client.answer('listed')).payload).toEqual({ data: { whoami: 'ada' } });
  // graphql-ws always sends a text: Apollo's link its own print of the document, with __typename.
  for (const query of ['', '{\n  whoami\n  __typename\n}']) {
    const id = `named beside ${query}`;
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'abc' } };
    client.send({ id, type: 'subscribe', payload: { query, extensions } });
    expect((await client.answer(id)).payload).toEqual({ data: { whoami: 'ada' } });
  }
  client.subscribe('other', '{ __typename }');
  const [refused] = (await client.answer('other')).payload;
  expect(refused.extensions).toEqual({ code: 'FORBIDDEN' });
});

test('a text that is sent with its hash is executed even if hashes are off', async () => {
  const { ws } = await listeningNotes({ yoga: httpParts({}, 'off') });
  const client = await RawSocket.connect(ws);
  const extensions = { persistedQuery: { version: 1, sha256Hash: 'abc' } };
  // Apollo's link sends both, and nothing else after a refusal.
  client.send({ id: 'both', type: 'subscribe', payload: { query: '{ whoami }', extensions } });
  expect((await client.answer('both')).payload).toEqual({ data: { whoami: 'ada' } });
  client.send({ id: 'named', type: 'subscribe', payload: { query: '', extensions } });
  const [refused] = (await client.answer('named')).payload;
  expect(refused.extensions).toEqual({ code: 'PERSISTED_QUERY_NOT_SUPPORTED' });
});
